package io.kuberelease.adapters.kubernetes.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/** The beginning of a body; the rest is read and forgotten. */
final class BodyStart {
    private final int most;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BodyStart(int most) {
        this.most = most;
    }

    synchronized void add(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            byte next = buffer.get();
            if (bytes.size() < most) {
                bytes.write(next);
            }
        }
    }

    synchronized String text(Charset charset) {
        return bytes.toString(charset);
    }
}
