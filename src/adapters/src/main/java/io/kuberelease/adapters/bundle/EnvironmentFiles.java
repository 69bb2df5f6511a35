package io.kuberelease.adapters.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.ChartValues;
import io.kuberelease.port.ChartValues.ValuesFile;
import io.kuberelease.port.StageControl;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and merges the environments' values files, and collects every reason to refuse them. */
final class EnvironmentFiles {
    private static final Pattern LINE = Pattern.compile("\\bline (\\d+)\\b");

    private final ValuesFiles files;
    private final ChartValues values;
    private final StageControl control;
    private final Set<Finding> findings = new LinkedHashSet<>();
    private final Map<String, Optional<ValuesFile>> known = new TreeMap<>();

    EnvironmentFiles(ValuesFiles files, ChartValues values, StageControl control) {
        this.files = files;
        this.values = values;
        this.control = control;
    }

    /** Each environment's merged values as JSON, sorted by name; what was refused is in the findings. */
    Map<EnvironmentName, byte[]> read(List<EnvironmentSpec> environments) {
        Map<EnvironmentName, byte[]> merged = new TreeMap<>(Comparator.comparing(EnvironmentName::value));
        for (EnvironmentSpec environment : environments) {
            merged.put(environment.name(), merged(environment).getBytes(StandardCharsets.UTF_8));
        }
        return merged;
    }

    /** The reasons found so far, each once even if environments share a file. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    private String merged(EnvironmentSpec environment) {
        List<ValuesFile> read = new ArrayList<>();
        environment.values().forEach(name -> known.computeIfAbsent(name, this::checked)
                .ifPresent(read::add));
        SettingsFile.of(environment).ifPresent(read::add);
        String json = values.merged(read, control);
        List<ValuePlaces> places = read.stream()
                .map(file -> ValuePlaces.of(file.name(), file.text()))
                .toList();
        findings.addAll(SecretLiterals.in(new MergedValues(places).read(json)));
        return json;
    }

    /** Checks a file by itself, so that every unreadable file is reported, not only the first. */
    private Optional<ValuesFile> checked(String name) {
        try {
            ValuesFile file = new ValuesFile(name, files.text(name));
            values.merged(List.of(file), control);
            return Optional.of(file);
        } catch (RefusedValues refused) {
            findings.add(refused.finding());
        } catch (ReleaseException.Failed unreadable) {
            String said = unreadable.reason().summary();
            Matcher line = LINE.matcher(said);
            findings.add(new Finding(
                    new Place(name, line.find() ? Integer.parseInt(line.group(1)) : 1, 1),
                    "",
                    said.startsWith(name + " ") ? said.substring(name.length() + 1) : said,
                    unreadable.reason().suggestion().orElse("mend it")));
        }
        return Optional.empty();
    }

    /** An environment's values as Helm merged them, each with the place where it was last written. */
    private static final class MergedValues {
        private final List<ValuePlaces> files;

        /** @param files in the order in which they were merged */
        MergedValues(List<ValuePlaces> files) {
            this.files = files;
        }

        Node.Mapping read(String json) {
            try {
                return (Node.Mapping) node(new ObjectMapper().readTree(json), "", new Place("the values", 0, 0));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("Helm's JSON is no JSON");
            }
        }

        private Node node(JsonNode value, String path, Place around) {
            Place place = place(path, around);
            if (value.isObject()) {
                List<Node.Entry> entries = new ArrayList<>();
                value.properties()
                        .forEach(entry -> entries.add(new Node.Entry(
                                place,
                                entry.getKey(),
                                node(
                                        entry.getValue(),
                                        path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                                        place))));
                return new Node.Mapping(place, entries);
            }
            if (value.isArray()) {
                List<Node> items = new ArrayList<>();
                value.forEach(item -> items.add(node(item, path + "[" + items.size() + "]", place)));
                return new Node.Sequence(place, items);
            }
            return new Node.Scalar(place, value.asText(), type(value));
        }

        private Place place(String path, Place around) {
            for (int i = files.size() - 1; i >= 0; i--) {
                Place found = files.get(i).of(path).orElse(null);
                if (found != null) {
                    return found;
                }
            }
            return around;
        }

        private static Node.Type type(JsonNode value) {
            if (value.isTextual()) {
                return Node.Type.TEXT;
            }
            if (value.isBoolean()) {
                return Node.Type.BOOLEAN;
            }
            return value.isNull() ? Node.Type.NULL : Node.Type.NUMBER;
        }
    }
}
