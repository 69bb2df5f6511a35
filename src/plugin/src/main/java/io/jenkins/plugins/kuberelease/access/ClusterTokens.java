package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.jenkins.plugins.kuberelease.access.aws.AwsKey;
import io.jenkins.plugins.kuberelease.access.aws.EksCluster;
import io.jenkins.plugins.kuberelease.access.aws.EksToken;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.kuberelease.adapters.registryauth.KeptToken;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.time.Clock;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;

/** The short-lived tokens of Amazon's and Google's clusters, made by us so that they can be renewed at any time. */
final class ClusterTokens {
    private final ConfiguredCluster cluster;
    private final KeptToken google = new KeptToken(Clock.systemUTC());

    ClusterTokens(ConfiguredCluster cluster) {
        this.cluster = cluster;
    }

    /** A token that is good for ten minutes at least; absent when the credential is not one to make tokens with. */
    Optional<String> made(StandardCredentials found) {
        String arn = cluster.getEksCluster();
        if (arn != null) {
            return Optional.of(eks(arn, found));
        }
        return found instanceof FileCredentials file
                ? google.get(() -> Optional.of(gke(file)))
                        .map(token -> token.password().reveal())
                : Optional.empty();
    }

    private String eks(String arn, StandardCredentials found) {
        EksCluster place = EksCluster.of(arn)
                .orElseThrow(() -> Refused.input(
                        "\"" + arn + "\" is not the ARN of an EKS cluster",
                        "take it from aws eks describe-cluster: arn:aws:eks:eu-west-1:123456789012:cluster/name"));
        if (found instanceof StandardUsernamePasswordCredentials user && AwsKey.isId(user.getUsername())) {
            return new EksToken(place, Clock.systemUTC())
                    .of(new AwsKey(
                            user.getUsername(), new Secret(user.getPassword().getPlainText())));
        }
        throw Refused.input(
                "credential " + found.getId() + " is not an access key of AWS, which cluster " + cluster.getName()
                        + " at EKS needs",
                "choose a credential whose user's name is the key's id and whose password is its secret");
    }

    private static Credentials gke(FileCredentials file) {
        return CloudServices.google().login("credential " + file.getId(), ClusterAccess.content(file));
    }
}
