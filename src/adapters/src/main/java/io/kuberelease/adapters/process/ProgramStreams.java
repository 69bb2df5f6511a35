package io.kuberelease.adapters.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What goes into a running program and comes out of it, each stream on a thread of its own. */
final class ProgramStreams {
    private final Process process;
    private final String program;
    private final CompletableFuture<?> feeding;
    private final CompletableFuture<?> reading;

    ProgramStreams(Process process, Command command, Consumer<String> output, Consumer<String> errors) {
        this.process = process;
        this.program = command.program();
        this.feeding = inBackground(() -> feed(command.input()));
        this.reading = CompletableFuture.allOf(
                inBackground(() -> read(process.getInputStream(), output)),
                inBackground(() -> read(process.getErrorStream(), errors)));
    }

    /**
     * Returns once both consumers have seen all lines; what a child that escaped holds open is closed after the limit.
     *
     * @throws IllegalStateException when a consumer has failed
     */
    void finish(Duration limit) {
        feeding.cancel(true);
        if (!Patiently.await(reading, limit)) {
            close();
        }
    }

    private void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            process.getInputStream().close();
            process.getErrorStream().close();
        } catch (IOException gone) {
            // Nobody reads it any more.
        }
    }

    private CompletableFuture<?> inBackground(Runnable work) {
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
                "output of " + program);
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private void feed(byte[] input) {
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
