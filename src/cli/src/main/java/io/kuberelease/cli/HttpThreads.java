package io.kuberelease.cli;

import java.util.Arrays;
import java.util.Objects;

/**
 * Ends the threads of Java's HTTP clients when the program is over. Java 17 can't close such a client, and at its end
 * waits 0.3 s for threads that sleep in the kernel, as these do.
 */
final class HttpThreads {
    private static final String NAMED = "-SelectorManager";
    private static final int BORN_MEANWHILE = 8;

    private HttpThreads() {}

    /** Interrupts the threads of the group and of the groups in it. Requests under way fail. */
    static void end(ThreadGroup group) {
        Thread[] threads = new Thread[group.activeCount() + BORN_MEANWHILE];
        group.enumerate(threads);
        Arrays.stream(threads)
                .filter(Objects::nonNull)
                .filter(thread -> thread.getName().endsWith(NAMED))
                .forEach(Thread::interrupt);
    }
}
