package io.kuberelease.plan;

import io.kuberelease.request.Place;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Prints problems as a good compiler does: where, what and why, the line itself with a mark under the culprit, and what
 * to do. What looks like a secret is hidden in the quoted line.
 */
public final class ProblemReport {
    private static final int LONGEST_VALUE = 60;
    private static final Pattern COMMANDS =
            Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}&&[^\\t]]");

    private final Map<String, String> sources;

    /**
     * A report that can quote from the sources.
     *
     * @param sources the text of each file, by the name that its places carry; a file that is missing is not quoted
     */
    public ProblemReport(Map<String, String> sources) {
        this.sources = Map.copyOf(sources);
    }

    /** All problems in their order, then how many there are; ends with a newline, and is empty when there are none. */
    public String text(List<Problem> problems) {
        if (problems.isEmpty()) {
            return "";
        }
        String all = problems.stream().map(this::text).collect(Collectors.joining("\n"));
        return all + "\n" + (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                + "; nothing was started.\n";
    }

    private String text(Problem problem) {
        String value = problem.value()
                .map(written -> " \"" + shortened(written) + "\"")
                .orElse("");
        String head = problem.place() + ": " + problem.field() + value + " " + words(problem, problem.reason());
        return harmless(head) + "\n" + quote(problem) + "  → " + harmless(words(problem, problem.fix())) + "\n";
    }

    /** A parser's words quote what it has read, which may be a secret. */
    private String words(Problem problem, String words) {
        List<String> lines = lines(problem.place());
        int line = problem.place().line();
        return !lines.isEmpty() && problem.field().equals(Problems.WHOLE) && SecretLines.isWithin(lines, line - 1)
                ? SecretLines.maskedWords(lines.get(line - 1), words)
                : words;
    }

    /** The lines of the file of a place; none when it has not that line. */
    private List<String> lines(Place place) {
        List<String> lines = sources.getOrDefault(place.source(), "").lines().toList();
        return place.line() < 1 || place.line() > lines.size() ? List.of() : lines;
    }

    private static String shortened(String written) {
        return written.codePointCount(0, written.length()) <= LONGEST_VALUE
                ? written
                : written.substring(0, written.offsetByCodePoints(0, LONGEST_VALUE)) + "…";
    }

    /** Replaces what a terminal would obey or reorder, character by character, so that columns stay. */
    private static String harmless(String text) {
        return COMMANDS.matcher(text).replaceAll("\uFFFD");
    }

    private String quote(Problem problem) {
        Place place = problem.place();
        List<String> lines = lines(place);
        if (lines.isEmpty()) {
            return "";
        }
        String line = lines.get(place.line() - 1);
        String number = "%5d | ".formatted(place.line());
        if (SecretLines.isWithin(problem.field()) || SecretLines.isWithin(lines, place.line() - 1)) {
            String before = SecretLines.masked(line.substring(0, Caret.start(line, problem)));
            String masked = SecretLines.masked(line);
            int start = Math.min(before.length(), masked.length());
            return number + harmless(masked) + "\n" + " ".repeat(number.length() - 2) + "| "
                    + Caret.under(masked, start, problem) + "\n";
        }
        return number + harmless(SecretNames.masked(line)) + "\n" + " ".repeat(number.length() - 2) + "| "
                + Caret.under(line, Caret.start(line, problem), problem) + "\n";
    }

    /** Draws the mark under the part of a line that a problem is about. */
    private static final class Caret {
        private static final Pattern WORD = Pattern.compile("[\\w./-]+");

        private Caret() {}

        /** Where in the line the problem's column is. */
        static int start(String line, Problem problem) {
            int characters = line.codePointCount(0, line.length());
            return line.offsetByCodePoints(0, Math.min(Math.max(problem.place().column() - 1, 0), characters));
        }

        /** Blanks up to the start, tabs kept so that it stands where the line has it, then the mark. */
        static String under(String line, int start, Problem problem) {
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
}
