package io.jenkins.plugins.kuberelease.cloud;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Util;
import io.kuberelease.adapters.cloud.KeptLogins;
import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.cloud.aws.AwsIdentity;
import io.kuberelease.adapters.cloud.aws.AwsKey;
import io.kuberelease.adapters.cloud.aws.AwsServices;
import io.kuberelease.adapters.cloud.aws.EcrName;
import io.kuberelease.adapters.cloud.aws.EcrRegistry;
import io.kuberelease.adapters.cloud.aws.EksCluster;
import io.kuberelease.adapters.cloud.google.GoogleIdentity;
import io.kuberelease.adapters.cloud.google.GoogleLogin;
import io.kuberelease.adapters.cloud.google.ServiceAccountKey;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import jenkins.util.SystemProperties;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;

/**
 * Short-lived tokens of Amazon and Google, got with credentials of Jenkins. Each is kept for its owner and renewed
 * before it expires; a credential of another kind has none. Services are reached through Jenkins' proxy.
 */
public final class CloudTokens {
    /** The system property with another address of ECR's API, for a test or a relay; a job can't set it. */
    public static final String ECR = "io.jenkins.plugins.kuberelease.ecrApi";
    /**
     * The system property with another address of Google's token service, for a test or a relay; a job can't set it.
     */
    public static final String GOOGLE = "io.jenkins.plugins.kuberelease.googleTokens";

    static final TokenService SERVICE = new TokenService(
            JenkinsConnections.SHARED, "check that Jenkins reaches it, and the proxy at Manage Jenkins » System");

    private final KeptLogins kept = new KeptLogins(aws(), Clock.systemUTC());

    /** Whether a credential comes from the plugins for Amazon's or Google's credentials. */
    public static boolean isCloudCredential(com.cloudbees.plugins.credentials.Credentials found) {
        return isAmazons(found) || isGoogles(found);
    }

    /** A token for Google's registries and clusters; absent when the credential is not one of Google's. */
    public Optional<Credentials> google(StandardCredentials found) {
        return googleIdentity(found).map(kept::google);
    }

    /**
     * Access to a private registry of Amazon as the credential's owner; absent when the credential is not one of
     * Amazon's.
     */
    public Optional<EcrRegistry> ecr(StandardCredentials found, EcrName registry) {
        return awsIdentity(found).map(who -> kept.ecr(who, registry));
    }

    /** A token for a cluster of Amazon; absent when the credential is not one of Amazon's. */
    public Optional<Credentials> eks(StandardCredentials found, EksCluster cluster) {
        return awsIdentity(found).map(who -> kept.eks(who, cluster));
    }

    /** Drops kept tokens, so that the next ones are fetched anew. */
    public void forget() {
        kept.forget();
    }

    /** The content of a secret file, as UTF-8; throws {@link ReleaseException.Failed} when it can't be read. */
    public static String content(FileCredentials file) {
        try (InputStream content = file.getContent()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException problem) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "credential " + file.getId() + " can't be read")
                            .suggesting("save it again"));
        }
    }

    private static Optional<AwsIdentity> awsIdentity(StandardCredentials found) {
        if (found instanceof StandardUsernamePasswordCredentials user && AwsKey.isId(user.getUsername())) {
            Secret secret = new Secret(user.getPassword().getPlainText());
            return Optional.of(aws(found, user.getUsername(), () -> new AwsKey(user.getUsername(), secret)));
        }
        return isAmazons(found) ? Optional.of(AwsPlugin.identity(found)) : Optional.empty();
    }

    /**
     * Makes an identity at Amazon.
     *
     * @param name distinguishes identities of the same credential
     */
    static AwsIdentity aws(StandardCredentials found, String name, Supplier<AwsKey> key) {
        String where = "credential " + found.getId() + " in Jenkins";
        return new AwsIdentity(
                found.getId() + " " + name,
                tried -> key.get(),
                "take fresh session credentials for " + where,
                "they are those of " + where);
    }

    private static Optional<GoogleIdentity> googleIdentity(StandardCredentials found) {
        if (found instanceof FileCredentials file) {
            String what = "credential " + file.getId();
            return Optional.of(GoogleIdentity.of(what, ServiceAccountKey.read(what, content(file)), googleLogin()));
        }
        return isGoogles(found) ? Optional.of(GooglePlugin.identity(found)) : Optional.empty();
    }

    static GoogleLogin googleLogin() {
        URI place = URI.create(SystemProperties.getString(GOOGLE, "https://oauth2.googleapis.com/token"));
        return new GoogleLogin(SERVICE, place, Clock.systemUTC());
    }

    /**
     * Accepts every region, since Amazon's list of them may be missing: one whose host is not found counts as
     * unreachable.
     */
    private static AwsServices aws() {
        Optional<URI> place = Optional.ofNullable(Util.fixEmptyAndTrim(SystemProperties.getString(ECR)))
                .map(URI::create);
        return new AwsServices(SERVICE, place, region -> true, Clock.systemUTC());
    }

    private static boolean isAmazons(com.cloudbees.plugins.credentials.Credentials found) {
        return Jenkins.get().getPlugin("aws-credentials") != null && AwsPlugin.isOne(found);
    }

    private static boolean isGoogles(com.cloudbees.plugins.credentials.Credentials found) {
        return Jenkins.get().getPlugin("google-oauth-plugin") != null && GooglePlugin.isOne(found);
    }
}
