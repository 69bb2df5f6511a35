package io.jenkins.plugins.kuberelease.datastore;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Wakes whoever waits for an agent as soon as one is there. */
@Extension
public final class AgentArrivals extends ComputerListener {
    private static final Object COMING = new Object();

    @Override
    public void onOnline(Computer computer, TaskListener listener) {
        wake();
    }

    /** Lets all who wait look again. */
    static void wake() {
        synchronized (COMING) {
            COMING.notifyAll();
        }
    }

    /**
     * What is looked for, once it is there; absent when it is not by the end, or is not wanted any more.
     *
     * @param look must not block
     * @param wanted who changes that wakes us
     */
    static <T> Optional<T> await(Supplier<Optional<T>> look, BooleanSupplier wanted, Instant end)
            throws InterruptedException {
        synchronized (COMING) {
            Optional<T> found = look.get();
            long left = left(end);
            while (found.isEmpty() && wanted.getAsBoolean() && left > 0) {
                COMING.wait(left);
                found = look.get();
                left = left(end);
            }
            return found;
        }
    }

    private static long left(Instant end) {
        return Duration.between(Instant.now(), end).toMillis();
    }
}
