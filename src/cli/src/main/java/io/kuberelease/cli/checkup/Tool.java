package io.kuberelease.cli.checkup;

import io.kuberelease.adapters.process.Programs;
import io.kuberelease.port.Cancellation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs a program that changes nothing, and keeps its output. */
final class Tool {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(15);

    private final Programs programs;
    private final Path directory;

    Tool(Programs programs, Path directory) {
        this.programs = programs;
        this.directory = directory;
    }

    /**
     * The output of a program.
     *
     * @param output its lines, in order
     * @param complaint its last line on standard error, or a text on its exit when there is none
     */
    record Said(boolean succeeded, List<String> output, String complaint) {
        String firstLine() {
            return output.isEmpty() ? "" : output.get(0).strip();
        }
    }

    boolean isThere(String program) {
        return programs.find(program).isPresent();
    }

    Said run(String... line) {
        List<String> output = new CopyOnWriteArrayList<>();
        List<String> errors = new CopyOnWriteArrayList<>();
        Programs.Result result = programs.run(
                Programs.Command.of(directory, line), TIME_LIMIT, Cancellation.NEVER, output::add, errors::add);
        return new Said(result.succeeded(), List.copyOf(output), complaint(result, List.copyOf(errors)));
    }

    private static String complaint(Programs.Result result, List<String> errors) {
        if (result.ended() == Programs.Ended.TIMED_OUT) {
            return "no answer within " + TIME_LIMIT.toSeconds() + " s";
        }
        return errors.isEmpty()
                ? "exit code " + result.exitCode()
                : errors.get(errors.size() - 1).strip();
    }
}
