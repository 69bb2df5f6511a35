package io.kuberelease.adapters.bundle;

import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.ChartValues;
import io.kuberelease.port.ChartValues.ValuesFile;
import io.kuberelease.port.StageControl;
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

/** Reads what the environments' values files say, and collects all for which they are refused. */
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

    /** Each environment's merged values as JSON, by name in order; what was refused is in the findings. */
    Map<EnvironmentName, byte[]> read(List<EnvironmentSpec> environments) {
        Map<EnvironmentName, byte[]> merged = new TreeMap<>(Comparator.comparing(EnvironmentName::value));
        for (EnvironmentSpec environment : environments) {
            merged.put(environment.name(), merged(environment).getBytes(StandardCharsets.UTF_8));
        }
        return merged;
    }

    /** Each once, though several environments share a file. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    private String merged(EnvironmentSpec environment) {
        List<ValuesFile> read = new ArrayList<>();
        environment.values().forEach(name -> known.computeIfAbsent(name, this::checked)
                .ifPresent(read::add));
        String json = values.merged(read, control);
        List<ValuePlaces> places = read.stream()
                .map(file -> ValuePlaces.of(file.name(), file.text()))
                .toList();
        findings.addAll(SecretLiterals.in(new MergedValues(places).read(json)));
        return json;
    }

    /** Each by itself first, so that all that can't be read are told. */
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
}
