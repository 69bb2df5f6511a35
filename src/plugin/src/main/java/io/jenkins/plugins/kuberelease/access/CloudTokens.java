package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.kuberelease.access.aws.AwsIdentity;
import io.jenkins.plugins.kuberelease.access.aws.EksCluster;
import io.jenkins.plugins.kuberelease.access.aws.EksToken;
import io.jenkins.plugins.kuberelease.access.google.GoogleIdentity;
import io.kuberelease.adapters.registryauth.KeptToken;
import io.kuberelease.adapters.registryauth.ecr.EcrName;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;

/**
 * The short-lived tokens of Amazon and Google that credentials of Jenkins buy. Each is kept for the one who bought it
 * and renewed before it ends; a credential that is none of theirs has none.
 */
final class CloudTokens {
    private final Map<String, KeptToken> kept = new ConcurrentHashMap<>();

    /** For Google's registries and clusters. */
    Optional<Credentials> google(StandardCredentials found) {
        return identity(found)
                .map(who -> kept("google " + who.name(), () -> who.tokens().apply(CloudServices.google())));
    }

    /** For a private registry of Amazon's. */
    Optional<Credentials> ecr(StandardCredentials found, EcrName registry) {
        return AwsIdentity.of(found)
                .map(who -> kept("ecr " + registry.region() + " " + who.name(), () -> CloudServices.ecr()
                        .login(who.keys().get(), registry)));
    }

    /** For a cluster of Amazon's. */
    Optional<Credentials> eks(StandardCredentials found, EksCluster cluster) {
        EksToken tokens = new EksToken(cluster, Clock.systemUTC());
        return AwsIdentity.of(found)
                .map(who -> kept(
                        "eks " + cluster + " " + who.name(),
                        () -> tokens.login(who.keys().get())));
    }

    /** The next tokens are new ones. */
    void forget() {
        kept.values().forEach(KeptToken::forget);
    }

    private static Optional<GoogleIdentity> identity(StandardCredentials found) {
        return found instanceof FileCredentials file
                ? Optional.of(GoogleIdentity.ofKeyFile("credential " + file.getId(), ClusterAccess.content(file)))
                : GoogleIdentity.of(found);
    }

    private Credentials kept(String what, Supplier<Credentials> service) {
        return kept.computeIfAbsent(what, unused -> new KeptToken(Clock.systemUTC()))
                .get(() -> Optional.of(service.get()))
                .orElseThrow();
    }
}
