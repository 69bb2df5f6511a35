package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.HostAliasBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kuberelease.plan.DatastoreSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Datastores as additional containers of somebody else's pod, which reaches them by their host names. Pure.
 *
 * @param datastores each with its own port
 * @param passwords by the datastores' names
 */
public record SidecarDatastores(List<DatastoreSpec> datastores, Map<String, String> passwords) {
    private static final String LOOPBACK = "127.0.0.1";

    public SidecarDatastores {
        datastores = List.copyOf(datastores);
        passwords = Map.copyOf(passwords);
    }

    /**
     * The datastores with new passwords.
     *
     * @param random the source of passwords; must be unpredictable
     */
    public static SidecarDatastores of(List<DatastoreSpec> datastores, RandomGenerator random) {
        Supplier<String> source = new Passwords(random);
        Map<String, String> passwords = new LinkedHashMap<>();
        datastores.forEach(spec -> passwords.put(spec.name(), source.get()));
        return new SidecarDatastores(datastores, passwords);
    }

    /**
     * A copy of the pod with the datastores' containers and host names.
     *
     * @param secret the name of their {@link #secret}
     * @throws IllegalArgumentException when the pod has a container of a datastore's name
     */
    public Pod addTo(Pod pod, String secret) {
        List<String> taken =
                pod.getSpec().getContainers().stream().map(Container::getName).toList();
        for (DatastoreSpec spec : datastores) {
            if (taken.contains(spec.name())) {
                throw new IllegalArgumentException("the pod has a container " + spec.name() + " of its own; give it"
                        + " another name, or leave the datastore out");
            }
        }
        return new PodBuilder(pod)
                .editSpec()
                .addAllToContainers(DatastoreContainers.of(datastores, secret))
                .addToHostAliases(names())
                .endSpec()
                .build();
    }

    /** The Secret from which the containers take their passwords; it is not created here. */
    public Secret secret(String name, Map<String, String> labels) {
        Map<String, String> values = new LinkedHashMap<>();
        datastores.forEach(spec -> values.put(Credentials.passwordKey(spec), passwords.getOrDefault(spec.name(), "")));
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withType("Opaque")
                .withImmutable(true)
                .withStringData(values)
                .build();
    }

    /** The variables for the pod's other containers. */
    public DatastoreVariables variables() {
        return DatastoreVariables.byName(datastores, passwords);
    }

    /** How long the slowest of them may take until it is ready. */
    public Duration readyWithin() {
        return datastores.stream()
                .map(DatastoreSpec::readyWithin)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Each datastore's endpoint within the pod, as {@code host:port}. */
    public List<String> endpoints() {
        return datastores.stream()
                .map(spec -> Placeholders.hostName(spec) + ":" + spec.port())
                .toList();
    }

    private HostAlias names() {
        return new HostAliasBuilder()
                .withIp(LOOPBACK)
                .withHostnames(datastores.stream()
                        .flatMap(spec -> spec.hostNames().stream())
                        .distinct()
                        .toList())
                .build();
    }

    /** Shows names only, never a password. */
    @Override
    public String toString() {
        return "SidecarDatastores" + passwords.keySet();
    }
}
