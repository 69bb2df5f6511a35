package io.kuberelease.adapters.webhook;

import io.kuberelease.adapters.http.SenderThread;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Posts events one after the other, on a thread of its own while there are any. An event that can't be posted now is
 * tried again until it can, and the later ones wait for it, so that they arrive in order. Beyond a thousand, the oldest
 * are dropped.
 */
final class WebhookQueue implements AutoCloseable {
    private static final int CAPACITY = 1000;

    private final WebhookClient webhookClient;
    private final Backoff backoff;
    private final Deque<WebhookDelivery> letters = new ArrayDeque<>();
    private final SenderThread thread = new SenderThread("webhook", this::run);
    private Optional<ReleaseException> trouble = Optional.empty();

    WebhookQueue(WebhookClient webhookClient, Backoff backoff) {
        this.webhookClient = webhookClient;
        this.backoff = backoff;
    }

    /** Queues an event and returns at once. */
    synchronized void put(WebhookDelivery webhookDelivery) {
        if (letters.size() >= CAPACITY) {
            letters.removeFirst();
            trouble = Optional.of(new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "the webhook is so far behind that its oldest events are left out"),
                    Duration.ZERO));
        }
        letters.addLast(webhookDelivery);
        thread.start();
        notifyAll();
    }

    /** The latest failure since the last call; empty when there was none. */
    synchronized Optional<ReleaseException> takeTrouble() {
        Optional<ReleaseException> taken = trouble;
        trouble = Optional.empty();
        return taken;
    }

    /** Waits until the queue is empty or closed, or the time is up. */
    synchronized void awaitEmpty(Duration timeLimit) throws InterruptedException {
        long end = System.nanoTime() + timeLimit.toNanos();
        while (!letters.isEmpty() && !thread.isClosed() && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
    }

    @Override
    public synchronized void close() {
        thread.close();
        notifyAll();
    }

    private void run() {
        try {
            for (Optional<WebhookDelivery> next = next(); next.isPresent(); next = next()) {
                bring(next.get());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next event to post, which stays in the queue; empty, which ends the thread, when there is none. */
    private synchronized Optional<WebhookDelivery> next() {
        if (letters.isEmpty()) {
            thread.ends();
        }
        return Optional.ofNullable(letters.peekFirst());
    }

    private void bring(WebhookDelivery webhookDelivery) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                webhookClient.send(webhookDelivery);
                done(webhookDelivery);
                return;
            } catch (ReleaseException.Errored later) {
                troubled(later);
                Thread.sleep(backoff.after(failures, later.retryAfter()).toMillis());
            } catch (ReleaseException never) {
                troubled(never);
                done(webhookDelivery);
                return;
            } catch (RuntimeException unexpected) {
                // Else the thread would end, and what comes later would wait for it in vain.
                troubled(new ReleaseException.Failed(
                        Cause.of(CauseKind.REFUSED, "the webhook was not told of an event: " + unexpected)));
                done(webhookDelivery);
                return;
            }
        }
    }

    private synchronized void troubled(ReleaseException why) {
        trouble = Optional.of(why);
    }

    private synchronized void done(WebhookDelivery webhookDelivery) {
        letters.removeFirstOccurrence(webhookDelivery);
        notifyAll();
    }

    /**
     * How long to wait before an event is posted again.
     *
     * @param first the wait after the first failure; doubled after each further one
     * @param most the longest wait, even if the receiver asks for a longer one
     */
    record Backoff(Duration first, Duration most) {
        static final Backoff USUAL = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

        private static final int MOST_DOUBLINGS = 20;

        /**
         * The wait after {@code failures} failures in a row: our own or the receiver's, whichever is longer, up to
         * {@code most}.
         *
         * @param asked the wait that the receiver asked for; zero when it asked for none
         */
        Duration after(int failures, Duration asked) {
            Duration own = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
            Duration wanted = asked.compareTo(own) > 0 ? asked : own;
            return wanted.compareTo(most) < 0 ? wanted : most;
        }
    }

    /**
     * An event to be posted.
     *
     * @param delivery its id, the same for each try, so that a receiver can tell that it gets an event twice
     * @param body JSON
     */
    record WebhookDelivery(String delivery, String body) {}
}
