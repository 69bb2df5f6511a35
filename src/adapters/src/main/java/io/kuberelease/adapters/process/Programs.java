package io.kuberelease.adapters.process;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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

/** Finds and runs programs. Whatever happens, neither the program nor a child of it outlives the call. */
public final class Programs {
    /** A program that was told to end has this long before it is killed; Ctrl-C allows two seconds in all. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** A child that escaped may hold the output open: it is not waited for longer than this. */
    private static final Duration LAST_OUTPUT = Duration.ofMillis(500);

    private final String searchPath;

    /**
     * @param environment where {@code PATH} is taken from
     */
    public Programs(Map<String, String> environment) {
        this.searchPath = environment.getOrDefault("PATH", "");
    }

    /** The program's file, if it is on the search path. */
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
     * Runs a program to its end. Each line goes to its consumer from a thread of its own; both have seen all lines when
     * this returns.
     *
     * @throws ReleaseException.Failed when there is no such program
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
        CompletableFuture<?> feeding = inBackground(() -> feed(process, command.input()), command);
        CompletableFuture<?> reading = CompletableFuture.allOf(
                inBackground(() -> read(process.getInputStream(), output), command),
                inBackground(() -> read(process.getErrorStream(), errors), command));
        Ended ended = await(ending, limit);
        if (ended != Ended.EXITED) {
            kill(process);
        }
        feeding.cancel(true);
        finish(reading, process, ended);
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
        builder.environment().putAll(command.environment());
        try {
            return builder.start();
        } catch (IOException problem) {
            throw missing(program, String.valueOf(problem.getMessage()));
        }
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

    /** Politely first, then for good; children are collected before their parent is gone. */
    private static void kill(Process process) {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        tree.add(process.toHandle());
        tree.forEach(ProcessHandle::destroy);
        // Its children are not waited for: where nobody collects the dead they would seem to live for ever.
        awaitEnd(process);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private static void awaitEnd(Process process) {
        boolean interrupted = Thread.interrupted();
        try {
            process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException stillThere) {
            // It is killed next.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void finish(CompletableFuture<?> reading, Process process, Ended ended) {
        boolean interrupted = Thread.interrupted();
        try {
            reading.get(ended == Ended.EXITED ? 2 * GRACE.toMillis() : LAST_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
        } catch (TimeoutException escapedChild) {
            close(process);
        } catch (ExecutionException problem) {
            throw new IllegalStateException("a reader of a program's output failed", problem.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void close(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            process.getInputStream().close();
            process.getErrorStream().close();
        } catch (IOException gone) {
            // Nobody reads it any more.
        }
    }

    private static CompletableFuture<?> inBackground(Runnable work, Command command) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                        done.complete(null);
                    } catch (RuntimeException | Error problem) {
                        done.completeExceptionally(problem);
                    }
                },
                "output of " + command.program());
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static void feed(Process process, byte[] input) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input);
        } catch (IOException notRead) {
            // The program ended without reading it all, which is its right.
        }
    }

    private static void read(InputStream stream, Consumer<String> lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.accept(line);
            }
        } catch (IOException closed) {
            // Closed by us after the program was killed: there is nothing more to read.
        }
    }
}
