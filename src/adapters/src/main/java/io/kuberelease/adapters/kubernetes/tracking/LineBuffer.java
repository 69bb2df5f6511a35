package io.kuberelease.adapters.kubernetes.tracking;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Cuts bytes into lines, hands each on, and keeps the last ones. */
final class LineBuffer {
    private static final int LONGEST = 2_000;
    private final int kept;
    private final Consumer<String> sink;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final Deque<String> last = new ArrayDeque<>();

    LineBuffer(int kept, Consumer<String> sink) {
        this.kept = kept;
        this.sink = sink;
    }

    synchronized void add(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                end();
            } else if (begun.size() < LONGEST) {
                begun.write(next);
            }
        }
    }

    /** What has been begun is a line too. */
    synchronized void end() {
        if (begun.size() == 0) {
            return;
        }
        String line = begun.toString(StandardCharsets.UTF_8).stripTrailing();
        begun.reset();
        last.addLast(line);
        if (last.size() > kept) {
            last.removeFirst();
        }
        sink.accept(line);
    }

    synchronized List<String> tail() {
        return List.copyOf(last);
    }
}
