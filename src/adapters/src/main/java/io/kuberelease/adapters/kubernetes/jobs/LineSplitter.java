package io.kuberelease.adapters.kubernetes.jobs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes lines of UTF-8 out of bytes that come in pieces. A line that never ends is cut, and says so. */
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

    /** The last line, where it did not end with a line feed. */
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
