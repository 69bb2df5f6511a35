package io.kuberelease.adapters.oci;

import io.kuberelease.port.Progress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Says how far a copy has come, no oftener than a person can read. */
final class CopyProgress implements LongConsumer {
    private static final long MEGABYTE = 1_000_000;
    private static final int STEPS = 50;

    private final Progress progress;
    private final String to;
    private final long total;
    private final AtomicLong sent = new AtomicLong();

    CopyProgress(Progress progress, String to, long total) {
        this.progress = progress;
        this.to = to;
        this.total = total;
    }

    @Override
    public void accept(long bytes) {
        long now = sent.addAndGet(bytes);
        if (total > MEGABYTE && step(now) != step(now - bytes)) {
            progress.note("copying to " + to + ": " + now / MEGABYTE + " of " + total / MEGABYTE + " MB");
        }
    }

    private long step(long bytes) {
        return bytes / Math.max(1, total / STEPS);
    }
}
