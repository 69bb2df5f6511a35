package io.kuberelease.adapters.http;

import org.jspecify.annotations.Nullable;

/**
 * The daemon thread of a sender, which exists only while there is something to send: hundreds of releases may wait for
 * days. Not safe by itself: all methods are called under the sender's own lock, under which it also decides that
 * nothing is left to send.
 */
public final class SenderThread {
    private final String name;
    private final Runnable work;
    private @Nullable Thread thread;
    private boolean closed;

    /**
     * @param work sends until nothing is left, calls {@link #ends} and returns; ends early when it is interrupted
     */
    public SenderThread(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    /** Starts the work unless it is going on already, or this is closed. */
    public void start() {
        if (thread == null && !closed) {
            thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Called by the work when nothing is left to send and it is about to return: the next start makes a new thread. */
    public void ends() {
        thread = null;
    }

    /** Interrupts the work and never starts it again. */
    public void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    public boolean isClosed() {
        return closed;
    }
}
