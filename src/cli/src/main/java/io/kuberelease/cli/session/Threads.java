package io.kuberelease.cli.session;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads with names a person can read in a dump, which don't keep the program from ending. */
public final class Threads {
    private Threads() {}

    /** A factory whose threads are called {@code name-1}, {@code name-2} and so on. */
    public static ThreadFactory daemon(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
