package io.kuberelease.adapters.cloud;

import io.kuberelease.adapters.cloud.aws.AwsIdentity;
import io.kuberelease.adapters.cloud.aws.AwsServices;
import io.kuberelease.adapters.cloud.aws.EcrName;
import io.kuberelease.adapters.cloud.aws.EcrRegistry;
import io.kuberelease.adapters.cloud.aws.EksCluster;
import io.kuberelease.adapters.cloud.google.GoogleIdentity;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Short-lived tokens of several identities at Amazon and Google: each is kept for its owner and renewed before it ends. Thread-safe. */
public final class KeptLogins {
    private final AwsServices amazon;
    private final InstantSource clock;
    private final Map<String, KeptToken> kept = new ConcurrentHashMap<>();
    private final Map<String, EcrRegistry> registries = new ConcurrentHashMap<>();

    public KeptLogins(AwsServices amazon, InstantSource clock) {
        this.amazon = amazon;
        this.clock = clock;
    }

    /** A token for Google's registries and clusters. */
    public Credentials google(GoogleIdentity who) {
        return kept("google " + who.name(), () -> who.tokens().get());
    }

    /** Access to a private registry of Amazon. */
    public EcrRegistry ecr(AwsIdentity who, EcrName registry) {
        return registries.computeIfAbsent(
                "ecr " + registry.account() + " " + registry.region() + " " + registry.fips() + " " + who.name(),
                unused -> new EcrRegistry(registry, who, amazon));
    }

    /** A token for a cluster of Amazon. */
    public Credentials eks(AwsIdentity who, EksCluster cluster) {
        return kept(
                "eks " + cluster + " " + who.name(),
                () -> cluster.token(
                        who.keys().apply("get a token for EKS cluster " + cluster.name()), clock.instant()));
    }

    /** Drops kept tokens, so that the next ones are fetched anew. */
    public void forget() {
        kept.values().forEach(KeptToken::forget);
        registries.values().forEach(EcrRegistry::forget);
    }

    private Credentials kept(String what, Supplier<Credentials> service) {
        return kept.computeIfAbsent(what, unused -> new KeptToken(clock))
                .get(() -> Optional.of(service.get()))
                .orElseThrow();
    }
}
