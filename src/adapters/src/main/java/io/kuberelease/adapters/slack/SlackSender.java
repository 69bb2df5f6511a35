package io.kuberelease.adapters.slack;

import io.kuberelease.adapters.http.SenderThread;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the newest state of a release to Slack, on a thread of its own and at the pace that Slack allows: a state that
 * is overtaken while Slack is slow or asks for a pause is never sent.
 */
final class SlackSender implements AutoCloseable {
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final Delivery delivery;
    private final Duration pace;

    private final SenderThread thread = new SenderThread("slack", this::run);
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

    /** Replaces the newest state, to be sent soon; returns at once. */
    synchronized void bring(Snapshot snapshot) {
        newest = snapshot;
        done = false;
        if (snapshot.isLast() && !blocked) {
            notBefore = System.nanoTime();
        }
        thread.start();
        notifyAll();
    }

    /** Waits until Slack has been reached once, fails, or the time is up. */
    synchronized void awaitContact(Duration timeLimit) throws InterruptedException {
        await(() -> reached, timeLimit);
    }

    /** Waits until Slack has the newest state, fails, or the time is up. */
    synchronized void awaitDone(Duration timeLimit) throws InterruptedException {
        await(() -> done, timeLimit);
    }

    /** The failure, returned once until Slack works again; empty when there is none. */
    synchronized Optional<RuntimeException> takeTrouble() {
        Optional<RuntimeException> taken = trouble;
        trouble = Optional.empty();
        return taken;
    }

    @Override
    public synchronized void close() {
        thread.close();
        notifyAll();
    }

    private void await(BooleanSupplier enough, Duration timeLimit) throws InterruptedException {
        long end = System.nanoTime() + timeLimit.toNanos();
        while (!enough.getAsBoolean() && !blocked && !thread.isClosed() && System.nanoTime() < end) {
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

    /** The newest state, once it may be sent; empty, which ends the thread, when there was none for {@link #IDLE}. */
    private synchronized Optional<Snapshot> take() throws InterruptedException {
        long idleUntil = System.nanoTime() + IDLE.toNanos();
        while (true) {
            long now = System.nanoTime();
            Optional<Snapshot> next = done ? Optional.empty() : Optional.ofNullable(newest);
            long left = (next.isPresent() ? notBefore : idleUntil) - now;
            if (left <= 0) {
                if (next.isEmpty()) {
                    thread.ends();
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
