package io.kuberelease.adapters.helm;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Extracts from Helm's message which values a chart's schema refuses, each by its path. */
final class SchemaFindings {
    private static final String HEADING = "don't meet the specifications of the schema";
    private static final Pattern FINDING =
            Pattern.compile("(?m)(?:^|values.yaml:)\\s*- (?:at '([^']*)'|\\(root\\)|([\\w.-]+)): (.+)$");

    private SchemaFindings() {}

    /** One sentence with all refused values; absent when the message names none. */
    static Optional<String> in(String said) {
        boolean ofLint = said.startsWith("[ERROR] values.yaml: - ");
        if (!said.contains(HEADING) && !ofLint) {
            return Optional.empty();
        }
        String all = FINDING.matcher(said)
                .results()
                .map(found -> path(found.group(1), found.group(2)) + found.group(3))
                .sorted()
                .distinct()
                .collect(Collectors.joining("; "));
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of("the values do not fit the chart's values.schema.json: " + all);
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
