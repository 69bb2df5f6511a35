package io.kuberelease.plan;

import java.util.List;
import java.util.regex.Pattern;

/** Reads commands, which are lists: nothing is guessed about quotes, and no shell is needed in the image. */
final class CommandReader {
    private static final Pattern SHELL = Pattern.compile("[\"'$&|;<>()*?`\\\\]");

    private CommandReader() {}

    /** The command; empty when there is none. */
    static List<String> read(Field field) {
        if (!field.isList()) {
            field.scalar().ifPresent(text -> field.refuse("is one text where a list is expected", fix(text)));
            return List.of();
        }
        List<String> command =
                field.items().stream().flatMap(item -> item.scalar().stream()).toList();
        if (command.isEmpty() || command.get(0).isBlank()) {
            field.refuse("names no program", "write it as a list, for example [make, test]");
        }
        return command;
    }

    private static String fix(String text) {
        return SHELL.matcher(text).find()
                ? "write [sh, -c, '" + text.replace("'", "''") + "']"
                : "write [" + String.join(", ", text.trim().split("\\s+", -1)) + "]";
    }
}
