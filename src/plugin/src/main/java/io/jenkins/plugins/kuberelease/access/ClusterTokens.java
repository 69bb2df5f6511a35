package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.kuberelease.access.aws.EksCluster;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.util.Optional;

/** The short-lived tokens of Amazon's and Google's clusters, made by us so that they can be renewed at any time. */
final class ClusterTokens {
    private final ConfiguredCluster cluster;
    private final CloudTokens tokens = new CloudTokens();

    ClusterTokens(ConfiguredCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * A token that is good for ten minutes at least, unless there is none that is; absent when the credential is not one
     * to make tokens with.
     */
    Optional<String> made(StandardCredentials found) {
        String arn = cluster.getEksCluster();
        return (arn == null ? tokens.google(found) : Optional.of(eks(arn, found)))
                .map(token -> token.password().reveal());
    }

    private Credentials eks(String arn, StandardCredentials found) {
        EksCluster place = EksCluster.of(arn)
                .orElseThrow(() -> Refused.input(
                        "\"" + arn + "\" is not the ARN of an EKS cluster",
                        "take it from aws eks describe-cluster: arn:aws:eks:eu-west-1:123456789012:cluster/name"));
        return tokens.eks(found, place)
                .orElseThrow(() -> Refused.input(
                        "credential " + found.getId() + " is not an access key of AWS, which cluster "
                                + cluster.getName() + " at EKS needs",
                        "choose AWS credentials, or a user with password that are a key's id and its secret"));
    }
}
