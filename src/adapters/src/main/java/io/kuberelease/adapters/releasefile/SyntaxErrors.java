package io.kuberelease.adapters.releasefile;

import io.kuberelease.request.Place;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Turns the YAML parser's exceptions into problems in plain words. */
final class SyntaxErrors {
    private SyntaxErrors() {}

    static SyntaxException of(YamlEngineException refused, String name, String text) {
        if (refused instanceof ReaderException unprintable) {
            return new SyntaxException(
                    at(text, unprintable.getPosition(), name),
                    "holds the control character U+%04X".formatted(unprintable.getCodePoint()),
                    "remove it");
        }
        if (refused instanceof MarkedYamlEngineException marked) {
            Optional<Mark> mark = marked.getProblemMark().or(marked::getContextMark);
            Place place = mark.map(found -> new Place(name, found.getLine() + 1, found.getColumn() + 1))
                    .orElse(new Place(name, 0, 0));
            return new SyntaxException(place, "is no YAML: " + told(marked), fix(marked));
        }
        return new SyntaxException(new Place(name, 0, 0), "is no YAML: " + refused.getMessage(), "correct it");
    }

    private static String told(MarkedYamlEngineException marked) {
        String context =
                Optional.ofNullable(marked.getContext()).map(c -> c + ", ").orElse("");
        return (context + Optional.ofNullable(marked.getProblem()).orElse("it can't be understood")).replace('\n', ' ');
    }

    private static String fix(MarkedYamlEngineException marked) {
        String told = told(marked).toLowerCase(Locale.ROOT);
        if (told.contains("tab")) {
            return "indent with spaces, not with tabs";
        }
        if (told.contains("mapping values are not allowed")) {
            return "see whether a text with a colon needs quotes, or the line above is indented otherwise";
        }
        if (told.contains("cannot start any token") || told.contains("directive")) {
            return "put a text that begins with @, `, % or another special character in quotes";
        }
        if (told.contains("undefined alias") || told.contains("alias")) {
            return "define &name before *name, or put the text in quotes";
        }
        return "see that brackets and quotes are closed and that lines of one level begin in the same column";
    }

    private static Place at(String text, int position, String name) {
        String before = text.substring(
                0, text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length()))));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        String last = before.substring(before.lastIndexOf('\n') + 1);
        return new Place(name, line, 1 + last.codePointCount(0, last.length()));
    }
}
