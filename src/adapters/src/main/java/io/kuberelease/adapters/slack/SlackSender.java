package io.kuberelease.adapters.slack;

import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings the newest state of a release to Slack, at the pace that Slack allows: what is
 * overtaken while Slack is slow or asks for a pause is never sent.
 */
final class SlackSender implements AutoCloseable {
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final Delivery delivery;
    private final Duration pace;

    private @Nullable Thread thread;
    private boolean closed;
    private @Nullable Snapshot newest;
    private boolean done = true;
    private boolean reached;
    private boolean blocked;
    private boolean troubled;
    private Optional<RuntimeException> trouble = Optional.empty();
    private long notBefore = System.nanoTime();

    /**
     * @param pace the shortest time between two requests while the release goes on
     */
    SlackSender(Delivery delivery, Duration pace) {
        this.delivery = delivery;
        this.pace = pace;
    }

    /** This is how it stands now; takes no time. */
    synchronized void bring(Snapshot snapshot) {
        newest = snapshot;
        done = false;
        if (snapshot.isLast() && !blocked) {
            notBefore = System.nanoTime();
        }
        beAtWork();
        notifyAll();
    }

    /** With a thread while there is something to bring: hundreds of releases wait for days, and nothing changes. */
    private void beAtWork() {
        if (thread == null && !closed) {
            thread = new Thread(this::run, "slack");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Waits until Slack has heard something at all, or it is known that it can't now. */
    synchronized void awaitContact(Duration patience) throws InterruptedException {
        await(() -> reached, patience);
    }

    /** Waits until Slack knows everything, or it is known that it can't now. */
    synchronized void awaitDone(Duration patience) throws InterruptedException {
        await(() -> done, patience);
    }

    /** What went wrong, told once until it works again. */
    synchronized Optional<RuntimeException> takeTrouble() {
        Optional<RuntimeException> taken = trouble;
        trouble = Optional.empty();
        return taken;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
        notifyAll();
    }

    private void await(BooleanSupplier enough, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!enough.getAsBoolean() && !blocked && !closed && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
    }

    private void run() {
        try {
            for (Optional<Snapshot> next = take(); next.isPresent(); next = take()) {
                deliver(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next to bring, when its time has come; absent, and the thread is let go, when there was none for a while. */
    private synchronized Optional<Snapshot> take() throws InterruptedException {
        long idleUntil = System.nanoTime() + IDLE.toNanos();
        while (true) {
            long now = System.nanoTime();
            Optional<Snapshot> next = done ? Optional.empty() : Optional.ofNullable(newest);
            long left = (next.isPresent() ? notBefore : idleUntil) - now;
            if (left <= 0) {
                if (next.isEmpty()) {
                    thread = null;
                }
                return next;
            }
            wait(left / 1_000_000 + 1);
        }
    }

    private void deliver(Snapshot snapshot) throws InterruptedException {
        try {
            said(snapshot, delivery.next(snapshot));
        } catch (ReleaseException.Errored e) {
            boolean askedToWait = !e.retryAfter().isZero();
            pause(askedToWait ? e.retryAfter() : AFTER_TROUBLE, askedToWait ? Optional.empty() : Optional.of(e));
        } catch (RuntimeException e) {
            pause(AFTER_TROUBLE, Optional.of(e));
        }
    }

    private synchronized void said(Snapshot snapshot, boolean something) {
        reached = true;
        blocked = false;
        troubled = false;
        if (something) {
            notBefore = System.nanoTime() + (snapshot.isLast() ? 0 : pace.toNanos());
        } else {
            done = snapshot.equals(newest);
        }
        notifyAll();
    }

    private synchronized void pause(Duration length, Optional<RuntimeException> why) {
        blocked = true;
        notBefore = System.nanoTime() + length.toNanos();
        if (why.isPresent() && !troubled) {
            troubled = true;
            trouble = why;
        }
        notifyAll();
    }
}
