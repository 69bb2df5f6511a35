package io.kuberelease.adapters.kubernetes.jobs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Splits bytes that come in pieces into lines of UTF-8. A line over 256 KiB is cut, and marked as cut. Not thread-safe.
 */
final class LineSplitter {

    private static final int LONGEST = 256 * 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean isCut;

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    void bytes(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            byte next = buffer.get();
            if (next == '\n') {
                tell();
            } else if (line.size() < LONGEST) {
                line.write(next);
            } else {
                isCut = true;
            }
        }
    }

    /** Passes on the last line if it did not end with a line feed. */
    void end() {
        if (line.size() > 0) {
            tell();
        }
    }

    private void tell() {
        String text = line.toString(StandardCharsets.UTF_8);
        String told = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        line.reset();
        lines.accept(isCut ? told + "… (cut)" : told);
        isCut = false;
    }
}
