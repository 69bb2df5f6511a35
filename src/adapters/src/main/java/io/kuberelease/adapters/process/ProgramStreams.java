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

/** Writes a running program's input and reads its output and errors, each stream on a thread of its own. */
final class ProgramStreams {
    /** In characters; more than any program means as one line. */
    private static final int LONGEST_LINE = 4 * 1024 * 1024;

    private final Process process;
    private final String program;
    private final CompletableFuture<?> feeding;
    private final CompletableFuture<?> reading;

    ProgramStreams(Process process, Programs.Command command, Consumer<String> output, Consumer<String> errors) {
        this.process = process;
        this.program = command.program();
        this.feeding = inBackground(() -> feed(command.input()));
        this.reading = CompletableFuture.allOf(
                inBackground(() -> read(process.getInputStream(), output)),
                inBackground(() -> read(process.getErrorStream(), errors)));
    }

    /**
     * Returns once both consumers have seen all lines; after the limit, streams that an escaped child holds open are
     * closed.
     *
     * @throws IllegalStateException when a consumer has failed
     */
    void finish(Duration limit) {
        feeding.cancel(true);
        if (!Uninterruptibles.await(reading, limit)) {
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
            read(reader, lines);
        } catch (IOException closed) {
            // Closed by us after the program was killed: there is nothing more to read.
        }
    }

    /** Ends lines as {@link BufferedReader#readLine} does; one longer than {@link #LONGEST_LINE} is cut, and says so. */
    private static void read(BufferedReader reader, Consumer<String> lines) throws IOException {
        StringBuilder line = new StringBuilder();
        long cut = 0;
        boolean isBegun = false;
        boolean wasReturn = false;
        for (int next = reader.read(); next >= 0; next = reader.read()) {
            boolean isEnd = next == '\n' || next == '\r';
            if (isEnd && !(wasReturn && next == '\n')) {
                lines.accept(told(line, cut));
                line.setLength(0);
                cut = 0;
                isBegun = false;
            } else if (!isEnd) {
                isBegun = true;
                if (line.length() < LONGEST_LINE) {
                    line.append((char) next);
                } else {
                    cut++;
                }
            }
            wasReturn = next == '\r';
        }
        if (isBegun) {
            lines.accept(told(line, cut));
        }
    }

    private static String told(StringBuilder line, long cut) {
        return cut == 0 ? line.toString() : line + "… (cut, " + cut + " more characters)";
    }
}
