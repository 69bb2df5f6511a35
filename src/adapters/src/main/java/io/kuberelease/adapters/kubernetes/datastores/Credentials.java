package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.plan.DatastoreSpec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The Secret of a release's datastores, with a key for each variable that an app expects and one for each password. The
 * passwords are kept nowhere else.
 */
final class Credentials {

    private Credentials() {}

    /** The key of a datastore's password in the Secret. */
    static String passwordKey(DatastoreSpec spec) {
        return spec.name() + ".password";
    }

    /** The variables' names without duplicates. One that several datastores offer belongs to the first. */
    static List<String> variables(List<DatastoreSpec> datastores) {
        return datastores.stream()
                .flatMap(spec -> spec.variables().keySet().stream().sorted())
                .distinct()
                .toList();
    }

    static Secret secret(
            JobIdentity identity, OwnerReference owner, List<DatastoreSpec> datastores, Supplier<String> passwords) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(identity.name())
                .withLabels(identity.labels())
                .withOwnerReferences(owner)
                .endMetadata()
                .withType("Opaque")
                .withImmutable(true)
                .withStringData(values(datastores, passwords))
                .build();
    }

    /** The passwords by the datastores' names. The Secret must have one for each datastore. */
    static Map<String, String> passwords(Secret secret, List<DatastoreSpec> datastores) {
        return datastores.stream()
                .collect(Collectors.toMap(
                        DatastoreSpec::name,
                        spec -> new String(
                                Base64.getDecoder().decode(secret.getData().get(passwordKey(spec))),
                                StandardCharsets.UTF_8)));
    }

    private static Map<String, String> values(List<DatastoreSpec> datastores, Supplier<String> passwords) {
        Map<String, String> values = new LinkedHashMap<>();
        for (DatastoreSpec spec : datastores) {
            String password = passwords.get();
            values.put(passwordKey(spec), password);
            spec.variables()
                    .forEach((name, text) -> values.putIfAbsent(name, Placeholders.forApps(spec, text, password)));
        }
        return values;
    }
}
