package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.HostAliasBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kuberelease.plan.DatastoreSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Datastores as further containers of somebody else's pod, which reaches them by their names. The pod is ready when
 * they are. Pure.
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
     * With new passwords.
     *
     * @param random where passwords come from; not to be guessed
     */
    public static SidecarDatastores of(List<DatastoreSpec> datastores, RandomGenerator random) {
        Supplier<String> source = new Passwords(random);
        Map<String, String> passwords = new LinkedHashMap<>();
        datastores.forEach(spec -> passwords.put(spec.name(), source.get()));
        return new SidecarDatastores(datastores, passwords);
    }

    /**
     * The pod with the datastores in it.
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

    /** The Secret that the containers take their passwords from. */
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

    /** What is found in the environment beside them. */
    public DatastoreVariables variables() {
        return DatastoreVariables.byName(datastores, passwords);
    }

    /** Where each is found from within the pod, as {@code host:port}. */
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

    /** Tells no password. */
    @Override
    public String toString() {
        return "SidecarDatastores" + passwords.keySet();
    }
}
