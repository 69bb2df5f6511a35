package io.kuberelease.adapters.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to run, with its arguments, environment and input.
 *
 * @param line the program and its arguments; never a secret, since other users of the machine can read them
 * @param directory its working directory
 * @param environment variables in addition to those that every program sees; an empty value is passed on as empty
 * @param input the bytes of its standard input; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // commands are run, never compared
public record Command(List<String> line, Path directory, Map<String, String> environment, byte[] input) {
    public Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
    }

    /** A command without input or variables of its own. */
    public static Command of(Path directory, String... line) {
        return new Command(List.of(line), directory, Map.of(), new byte[0]);
    }

    /** The program's name, for messages. */
    public String program() {
        return line.get(0);
    }
}
