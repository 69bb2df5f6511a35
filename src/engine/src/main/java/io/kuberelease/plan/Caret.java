package io.kuberelease.plan;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws the mark under the part of a line that a problem is about. */
final class Caret {
    private static final Pattern WORD = Pattern.compile("[\\w./-]+");

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
        String value = problem.value().orElse("");
        String marked = List.of(value, "\"" + value + "\"", "'" + value + "'").stream()
                .filter(text -> !value.isEmpty() && rest.startsWith(text))
                .findFirst()
                .orElseGet(() -> word(rest));
        return Math.max(1, marked.codePointCount(0, marked.length()));
    }

    private static String word(String rest) {
        Matcher word = WORD.matcher(rest);
        return word.lookingAt() ? word.group() : "";
    }
}
