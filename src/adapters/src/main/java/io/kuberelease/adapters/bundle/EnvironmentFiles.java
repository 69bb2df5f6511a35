package io.kuberelease.adapters.bundle;

import io.kuberelease.model.EnvironmentName;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what the environments' values files say, and collects all for which they are refused. */
final class EnvironmentFiles {
    private static final Node.Mapping NOTHING = new Node.Mapping(new Place("no values", 0, 0), List.of());

    private final ValuesFiles files;
    private final Set<Finding> findings = new LinkedHashSet<>();

    EnvironmentFiles(ValuesFiles files) {
        this.files = files;
    }

    /** Each environment's merged values as canonical JSON, by name in order; what was refused is in the findings. */
    Map<EnvironmentName, byte[]> read(List<EnvironmentSpec> environments) {
        Map<EnvironmentName, byte[]> values = new TreeMap<>(Comparator.comparing(EnvironmentName::value));
        for (EnvironmentSpec environment : environments) {
            Node.Mapping merged = merged(environment);
            findings.addAll(SecretLiterals.in(merged));
            values.put(environment.name(), CanonicalJson.of(merged).getBytes(StandardCharsets.UTF_8));
        }
        return values;
    }

    /** Each once, though several environments share a file. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    private Node.Mapping merged(EnvironmentSpec environment) {
        List<Node.Mapping> read = new ArrayList<>();
        for (String file : environment.values()) {
            read(file).ifPresent(read::add);
        }
        return read.stream().reduce(NOTHING, ValuesMerge::over);
    }

    private Optional<Node.Mapping> read(String file) {
        try {
            return Optional.of(files.read(file));
        } catch (RefusedValues refused) {
            findings.add(refused.finding());
            return Optional.empty();
        }
    }
}
