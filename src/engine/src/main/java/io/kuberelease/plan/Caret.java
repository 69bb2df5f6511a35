package io.kuberelease.plan;

import java.util.List;
import java.util.Optional;

/** Draws the mark under the part of a line that a problem is about. */
final class Caret {
    private Caret() {}

    /** Blanks up to the problem's column, tabs kept so that it stands where the line has it, then the mark. */
    static String under(String line, Problem problem) {
        int characters = line.codePointCount(0, line.length());
        int start = line.offsetByCodePoints(0, Math.min(Math.max(problem.place().column() - 1, 0), characters));
        String before = line.substring(0, start)
                .codePoints()
                .mapToObj(c -> c == '\t' ? "\t" : " ")
                .reduce("", String::concat);
        return before + "^" + "~".repeat(length(line.substring(start), problem) - 1);
    }

    private static int length(String rest, Problem problem) {
        String field = problem.field();
        String key = field.substring(field.lastIndexOf('.') + 1);
        Optional<String> marked = List.of(problem.value().orElse(""), key).stream()
                .filter(text -> !text.isEmpty())
                .flatMap(text -> List.of(text, "\"" + text + "\"", "'" + text + "'").stream())
                .filter(rest::startsWith)
                .findFirst();
        return marked.map(text -> text.codePointCount(0, text.length())).orElse(1);
    }
}
