package io.kuberelease.adapters.helm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Extracts from Helm's message which values a chart's schema refuses, each by its path. */
final class SchemaFindings {
    private static final String HEADING = "don't meet the specifications of the schema";
    private static final Pattern FINDING =
            Pattern.compile("(?:^|values.yaml:)\\s*- (?:at '([^']*)'|\\(root\\)|([\\w.-]+)): (.+)$");

    /** Under its name stands what is wrong with the values of a chart; of a dependency it is the one that values have. */
    private static final Pattern CHART = Pattern.compile("^([\\w.-]+):$");

    private static final String NO_MAP = "invalid type for values: ";

    private SchemaFindings() {}

    /** One sentence with all refused values, by the chart whose schema refuses them; absent when the message names none. */
    static Optional<String> in(String said) {
        boolean ofLint = said.startsWith("[ERROR] values.yaml: - ");
        if (!said.contains(HEADING) && !ofLint) {
            return Optional.empty();
        }
        Map<String, Set<String>> all = byChart(said);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("the values do not fit the "
                + all.entrySet().stream()
                        .map(chart -> chart.getKey() + ": " + String.join("; ", chart.getValue()))
                        .collect(Collectors.joining(", and the ")));
    }

    private static Map<String, Set<String>> byChart(String said) {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        String schema = "chart's values.schema.json";
        for (String line : said.lines().toList()) {
            Matcher chart = CHART.matcher(line);
            Optional<String> finding = finding(line);
            if (chart.matches()) {
                schema = "values.schema.json of chart " + chart.group(1);
            } else if (finding.isPresent()) {
                all.computeIfAbsent(schema, first -> new TreeSet<>()).add(finding.get());
            }
        }
        return all;
    }

    private static Optional<String> finding(String line) {
        if (line.startsWith(NO_MAP)) {
            return Optional.of(line.substring(NO_MAP.length()));
        }
        Matcher found = FINDING.matcher(line);
        return found.find() ? Optional.of(path(found.group(1), found.group(2)) + found.group(3)) : Optional.empty();
    }

    /** The path in dotted form with a colon; empty for the values as a whole. */
    private static String path(@Nullable String pointer, @Nullable String dotted) {
        String path = pointer == null ? (dotted == null ? "" : dotted) : dotted(pointer);
        return path.isEmpty() ? "" : path + ": ";
    }

    private static String dotted(String pointer) {
        String path = pointer.replaceFirst("^/", "")
                .replaceAll("/(\\d+)(?=/|$)", "[$1]")
                .replace('/', '.');
        return path.replace("~1", "/").replace("~0", "~");
    }
}
