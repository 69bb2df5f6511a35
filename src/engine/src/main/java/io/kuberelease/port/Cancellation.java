package io.kuberelease.port;

/** Tells work in progress to stop. */
public interface Cancellation {

    /** Whether it has been told to stop. */
    boolean requested();

    /** Runs the action when told to stop; at once when that has happened already. The action must not block. */
    void whenRequested(Runnable action);

    /** Work that is never told to stop. */
    Cancellation NEVER = new Cancellation() {
        @Override
        public boolean requested() {
            return false;
        }

        @Override
        public void whenRequested(Runnable action) {}
    };
}
