package io.kuberelease.adapters.kubernetes.logs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits bytes that come in pieces into lines of UTF-8. A longer line is cut, and marked as cut. Not thread-safe. */
public final class LineSplitter {
    private final int longest;
    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean isCut;

    /**
     * @param longest how many bytes of a line are passed on
     * @param lines gets the lines, without their ends
     */
    public LineSplitter(int longest, Consumer<String> lines) {
        this.longest = longest;
        this.lines = lines;
    }

    /** Takes the next bytes; passes on the lines that end in them. */
    public void bytes(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            byte next = buffer.get();
            if (next == '\n') {
                tell();
            } else if (line.size() < longest) {
                line.write(next);
            } else {
                isCut = true;
            }
        }
    }

    /** Passes on the last line if it did not end with a line feed. */
    public void end() {
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
