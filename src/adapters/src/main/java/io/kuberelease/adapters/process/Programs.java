package io.kuberelease.adapters.process;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Finds and runs programs. One that is stopped or takes too long is killed with its children before the call returns.
 */
public final class Programs {
    /** A program that was told to end has this long before it is killed; Ctrl-C allows two seconds in all. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** A child that escaped may hold the output open: it is not waited for longer than this. */
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

    private static final Duration LAST_OUTPUT_OF_KILLED = Duration.ofMillis(500);

    /** Too few open files, processes, memory or disk space; the JDK's spawn helper fails for the same reasons. */
    private static final Pattern SHORT_OF_SOMETHING = Pattern.compile(
            "error=(11|12|23|24|28|122)\\b|Too many open files|Resource temporarily unavailable|Cannot allocate memory"
                    + "|spawn helper");

    private final ChildEnvironment environment;
    private final String searchPath;

    /**
     * @param environment the variables that every program sees, and {@code PATH}
     */
    public Programs(ChildEnvironment environment) {
        this.environment = environment;
        this.searchPath = environment.getOrDefault("PATH", "");
    }

    /** Runs programs that see these variables, except our own secrets. */
    public Programs(Map<String, String> environment) {
        this(new ChildEnvironment(environment));
    }

    /** The executable file of that name on the {@code PATH}; empty when there is none. */
    public Optional<Path> find(String name) {
        for (String directory : searchPath.split(java.io.File.pathSeparator, -1)) {
            if (!directory.isEmpty()) {
                Path file = Path.of(directory, name);
                if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Runs a program to its end. Each consumer gets its lines on a thread of its own, and all of them before this
     * returns, unless an escaped child holds the stream open.
     *
     * @throws ReleaseException.Failed when there is no such program
     * @throws ReleaseException.Errored when the machine lacks the resources to start it
     */
    public Result run(
            Command command,
            Duration limit,
            Cancellation cancellation,
            Consumer<String> output,
            Consumer<String> errors) {
        if (cancellation.requested()) {
            return new Result(Ended.CANCELLED, -1);
        }
        Process process = start(command);
        CompletableFuture<Ended> ending = new CompletableFuture<>();
        cancellation.whenRequested(() -> ending.complete(Ended.CANCELLED));
        var unused = process.onExit().thenRun(() -> ending.complete(Ended.EXITED));
        ProgramStreams streams = new ProgramStreams(process, command, output, errors);
        Ended ended = await(ending, limit);
        if (ended != Ended.EXITED) {
            kill(process);
        }
        streams.finish(ended == Ended.EXITED ? LAST_OUTPUT : LAST_OUTPUT_OF_KILLED);
        return new Result(ended, ended == Ended.EXITED ? process.exitValue() : -1);
    }

    private Process start(Command command) {
        String program = command.program();
        Path file = program.contains("/")
                ? Path.of(program)
                : find(program).orElseThrow(() -> missing(program, "it is not on the PATH"));
        List<String> line = new ArrayList<>(command.line());
        line.set(0, file.toString());
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(command.directory().toFile());
        environment.applyTo(builder);
        builder.environment().putAll(command.environment());
        try {
            return builder.start();
        } catch (IOException problem) {
            throw notStarted(program, String.valueOf(problem.getMessage()));
        }
    }

    /**
     * Retryable when the machine lacks a resource, which may be free in a moment; else the program counts as missing.
     */
    public static ReleaseException notStarted(String program, String why) {
        if (!SHORT_OF_SOMETHING.matcher(why).find()) {
            return missing(program, why);
        }
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "could not start " + program + " on this machine: " + why)
                        .suggesting("allow more open files or processes (ulimit -n, ulimit -u), or free memory, where"
                                + " kube-release runs"),
                Duration.ZERO);
    }

    private static ReleaseException missing(String program, String why) {
        return new ReleaseException.Failed(Cause.of(CauseKind.MISSING_TOOL, "could not run " + program + ": " + why)
                .suggesting("install " + program + ", or see kube-release doctor"));
    }

    private static Ended await(CompletableFuture<Ended> ending, Duration limit) {
        try {
            return ending.get(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException timeout) {
            return Ended.TIMED_OUT;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Ended.CANCELLED;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Terminates the process tree, and kills what is left after {@link #GRACE}. Children are listed while their parent
     * lives.
     */
    private static void kill(Process process) {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        tree.add(process.toHandle());
        tree.forEach(ProcessHandle::destroy);
        // Its children are not waited for: in a container where nobody reaps zombies they would seem to live for ever.
        Uninterruptibles.await(process.onExit(), GRACE);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    /** How a program ended. */
    public enum Ended {
        /** By itself; the exit code says how. */
        EXITED,
        /** It took longer than its limit, and was stopped. */
        TIMED_OUT,
        /** It was told to stop, or the thread that waited for it was interrupted. */
        CANCELLED
    }

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

    /**
     * The outcome of a program's run.
     *
     * @param exitCode -1 unless the program ended by itself
     */
    public record Result(Programs.Ended ended, int exitCode) {
        /** Whether it ended by itself with exit code 0. */
        public boolean succeeded() {
            return ended == Programs.Ended.EXITED && exitCode == 0;
        }
    }
}
