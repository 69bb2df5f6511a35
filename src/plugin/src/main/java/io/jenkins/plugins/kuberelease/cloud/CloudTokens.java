package io.jenkins.plugins.kuberelease.cloud;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.ProxyConfiguration;
import hudson.Util;
import io.kuberelease.adapters.cloud.KeptToken;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import jenkins.util.SystemProperties;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;

/**
 * The short-lived tokens of Amazon and Google that credentials of Jenkins get. Each is kept for the one who got it and
 * renewed before it ends; a credential that is none of theirs has none. Services are reached through Jenkins' proxy.
 */
public final class CloudTokens {
    /** Where ECR's interface is, for a test or a relay; never from a job. */
    public static final String ECR = "io.jenkins.plugins.kuberelease.ecrApi";
    /** Where Google's token service is, for a test or a relay; never from a job. */
    public static final String GOOGLE = "io.jenkins.plugins.kuberelease.googleTokens";

    static final TokenService SERVICE = new TokenService(
            ProxyConfiguration::newHttpClientBuilder,
            "check that Jenkins reaches it, and the proxy at Manage Jenkins » System");

    private final Map<String, KeptToken> kept = new ConcurrentHashMap<>();
    private final Map<String, EcrRegistry> registries = new ConcurrentHashMap<>();

    /** Whether a credential is of a kind that the plugins for Amazon's or Google's credentials add. */
    public static boolean isCloudCredential(com.cloudbees.plugins.credentials.Credentials found) {
        return isAmazons(found) || isGoogles(found);
    }

    /** For Google's registries and clusters. */
    public Optional<Credentials> google(StandardCredentials found) {
        return googleIdentity(found)
                .map(who -> kept("google " + who.name(), () -> who.tokens().get()));
    }

    /** A private registry of Amazon's, as the owner of the credential. */
    public Optional<EcrRegistry> ecr(StandardCredentials found, EcrName registry) {
        return awsIdentity(found)
                .map(who -> registries.computeIfAbsent(
                        "ecr " + registry.account() + " " + registry.region() + " " + registry.fips() + " "
                                + who.name(),
                        unused -> new EcrRegistry(registry, who, aws())));
    }

    /** For a cluster of Amazon's. */
    public Optional<Credentials> eks(StandardCredentials found, EksCluster cluster) {
        String tried = "get a token for EKS cluster " + cluster.name();
        return awsIdentity(found)
                .map(who -> kept(
                        "eks " + cluster + " " + who.name(),
                        () -> cluster.token(
                                who.keys().apply(tried), Clock.systemUTC().instant())));
    }

    /** The next tokens are new ones. */
    public void forget() {
        kept.values().forEach(KeptToken::forget);
        registries.values().forEach(EcrRegistry::forget);
    }

    /** What a secret file holds. */
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
            return Optional.of(
                    aws(found, user.getUsername(), () -> new AwsKey(user.getUsername(), secret)));
        }
        return isAmazons(found) ? Optional.of(AwsPlugin.identity(found)) : Optional.empty();
    }

    /**
     * Somebody at Amazon.
     *
     * @param name tells one from another under the same credential
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
            return Optional.of(
                    GoogleIdentity.of(what, ServiceAccountKey.read(what, content(file)), googleLogin()));
        }
        return isGoogles(found) ? Optional.of(GooglePlugin.identity(found)) : Optional.empty();
    }

    static GoogleLogin googleLogin() {
        URI place = URI.create(SystemProperties.getString(GOOGLE, "https://oauth2.googleapis.com/token"));
        return new GoogleLogin(SERVICE, place, Clock.systemUTC());
    }

    /** Amazon's list of regions may not be there, so a region whose host is not found counts as not reached. */
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

    private Credentials kept(String what, Supplier<Credentials> service) {
        return kept.computeIfAbsent(what, unused -> new KeptToken(Clock.systemUTC()))
                .get(() -> Optional.of(service.get()))
                .orElseThrow();
    }
}
