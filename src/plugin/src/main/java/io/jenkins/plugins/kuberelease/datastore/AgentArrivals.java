package io.jenkins.plugins.kuberelease.datastore;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Wakes whoever waits for an agent as soon as one is there. */
@Extension
public final class AgentArrivals extends ComputerListener {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Condition COMING = LOCK.newCondition();

    @Override
    public void onOnline(Computer computer, TaskListener listener) {
        wake();
    }

    /** Lets all who wait look again. */
    static void wake() {
        LOCK.lock();
        try {
            COMING.signalAll();
        } finally {
            LOCK.unlock();
        }
    }

    /**
     * Waits until {@code look} finds something; absent when it has not by {@code end}, or once it is not wanted any more.
     *
     * @param look must not block
     * @param wanted whoever makes it false calls {@link #wake}
     */
    static <T> Optional<T> await(Supplier<Optional<T>> look, BooleanSupplier wanted, Instant end)
            throws InterruptedException {
        LOCK.lock();
        try {
            Optional<T> found = look.get();
            long left = Duration.between(Instant.now(), end).toNanos();
            while (found.isEmpty() && wanted.getAsBoolean() && left > 0) {
                left = COMING.awaitNanos(left);
                found = look.get();
            }
            return found;
        } finally {
            LOCK.unlock();
        }
    }
}
