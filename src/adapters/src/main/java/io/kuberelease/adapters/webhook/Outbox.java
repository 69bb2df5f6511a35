package io.kuberelease.adapters.webhook;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Brings letters to their address one after the other, from a thread of its own. One that can't be brought now is tried
 * again until it can, and keeps the later ones waiting: they arrive in order. The oldest are left out beyond a thousand.
 */
final class Outbox implements AutoCloseable {
    private static final int CAPACITY = 1000;

    private final Post post;
    private final Backoff backoff;
    private final Deque<Letter> letters = new ArrayDeque<>();
    private final Thread thread;
    private Optional<ReleaseException> trouble = Optional.empty();

    Outbox(Post post, Backoff backoff) {
        this.post = post;
        this.backoff = backoff;
        this.thread = new Thread(this::run, "webhook");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Has it brought; takes no time. */
    synchronized void put(Letter letter) {
        if (letters.size() >= CAPACITY) {
            letters.removeFirst();
            trouble = Optional.of(new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "the webhook is so far behind that its oldest events are left out"),
                    Duration.ZERO));
        }
        letters.addLast(letter);
        notifyAll();
    }

    /** What went wrong since this was asked last. */
    synchronized Optional<ReleaseException> takeTrouble() {
        Optional<ReleaseException> taken = trouble;
        trouble = Optional.empty();
        return taken;
    }

    /** Waits until everything is brought. */
    synchronized void awaitEmpty(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!letters.isEmpty() && thread.isAlive() && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                bring(next());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Letter next() throws InterruptedException {
        while (letters.isEmpty()) {
            wait();
        }
        return letters.getFirst();
    }

    private void bring(Letter letter) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                post.send(letter);
                done(letter);
                return;
            } catch (ReleaseException.Errored later) {
                troubled(later);
                Thread.sleep(backoff.after(failures, later.retryAfter()).toMillis());
            } catch (ReleaseException never) {
                troubled(never);
                done(letter);
                return;
            }
        }
    }

    private synchronized void troubled(ReleaseException why) {
        trouble = Optional.of(why);
    }

    private synchronized void done(Letter letter) {
        letters.removeFirstOccurrence(letter);
        notifyAll();
    }
}
