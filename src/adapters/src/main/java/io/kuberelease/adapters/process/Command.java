package io.kuberelease.adapters.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to be run.
 *
 * @param line the program and its arguments; never a secret, since other users of the machine can read them
 * @param directory where it runs
 * @param environment variables beside our own; an empty value is handed on as empty
 * @param input what it reads on its standard input
 */
@SuppressWarnings("ArrayRecordComponent") // commands are run, never compared
public record Command(List<String> line, Path directory, Map<String, String> environment, byte[] input) {
    public Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
    }

    /** A command without input or further variables. */
    public static Command of(Path directory, String... line) {
        return new Command(List.of(line), directory, Map.of(), new byte[0]);
    }

    /** The program's name, for messages. */
    public String program() {
        return line.get(0);
    }
}
