package io.kuberelease.adapters.bundle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The values of the environments, each merged from its files as Helm merges them. */
final class EnvironmentValues {
    private final Path source;

    EnvironmentValues(Path source) {
        this.source = source;
    }

    /**
     * Canonical JSON by the environment's name.
     *
     * @throws ReleaseException.Failed naming every value that must not be written out
     */
    Map<String, byte[]> read(List<EnvironmentSpec> environments) {
        SecretCheck secrets = new SecretCheck();
        Map<String, byte[]> values = new TreeMap<>();
        for (EnvironmentSpec environment : environments) {
            ObjectNode merged = JsonNodeFactory.instance.objectNode();
            for (String file : environment.values()) {
                merge(merged, new ValuesReader(file, secrets).read(content(file)));
            }
            values.put(environment.name().value(), CanonicalJson.write(merged));
        }
        refuse(secrets.found());
        return values;
    }

    private byte[] content(String file) {
        try {
            return Files.readAllBytes(source.resolve(file));
        } catch (IOException problem) {
            throw ValuesReader.badInput(
                    "could not read the values file " + file + ": "
                            + problem.getClass().getSimpleName(),
                    "correct the environment's values in the release file");
        }
    }

    /** Maps grow together, everything else is replaced; a null stays, since it takes a default of the chart away. */
    private static void merge(ObjectNode into, ObjectNode later) {
        later.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode inner
                    && into.get(entry.getKey()) instanceof ObjectNode existing) {
                merge(existing, inner);
            } else {
                into.set(entry.getKey(), entry.getValue().deepCopy());
            }
        });
    }

    private static void refuse(List<String> found) {
        if (!found.isEmpty()) {
            List<String> once = found.stream().distinct().toList();
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "could not write the bundle: a bundle must not hold a secret, but " + once.get(0)
                                    + (once.size() > 1 ? " (and " + (once.size() - 1) + " more)" : ""))
                    .seen(List.of(new Evidence("values", once)))
                    .suggesting("put it into a Kubernetes Secret and name that, for example existingSecret: my-app"));
        }
    }
}
