package io.kuberelease.model;

import java.time.Duration;

/** Thrown by a port that can't do what it was asked. */
public abstract sealed class ReleaseException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Cause reason;

    private ReleaseException(Cause reason, Throwable trigger) {
        super(reason.summary(), trigger);
        this.reason = reason;
    }

    private ReleaseException(Cause reason) {
        super(reason.summary());
        this.reason = reason;
    }

    /** The cause, in words for the person who has to act. */
    public Cause reason() {
        return reason;
    }

    /** The app, or what was asked for, is wrong: another try won't help. */
    public static final class Failed extends ReleaseException {
        private static final long serialVersionUID = 1;

        public Failed(Cause reason) {
            super(reason);
        }

        public Failed(Cause reason, Throwable trigger) {
            super(reason, trigger);
        }
    }

    /** The world is wrong: it is tried again, under the stage's deadline. */
    public static final class Errored extends ReleaseException {
        private static final long serialVersionUID = 1;
        private final Duration retryAfter;

        /**
         * @param retryAfter the shortest wait before the next try; zero leaves it to the engine's backoff
         */
        public Errored(Cause reason, Duration retryAfter) {
            super(reason);
            this.retryAfter = retryAfter;
        }

        public Errored(Cause reason, Duration retryAfter, Throwable trigger) {
            super(reason, trigger);
            this.retryAfter = retryAfter;
        }

        /** The shortest wait before the next try; zero leaves it to the engine's backoff. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** What was asked for is based on a state of the world that has changed; nothing was done. */
    public static final class Outdated extends ReleaseException {
        private static final long serialVersionUID = 1;

        public Outdated(Cause reason) {
            super(reason);
        }
    }

    /** The work was told to stop, and did. */
    public static final class Aborted extends ReleaseException {
        private static final long serialVersionUID = 1;
        private final String left;

        /**
         * @param left what the work has left and where, for the person who aborted
         */
        public Aborted(String left) {
            super(Cause.of(CauseKind.INTERNAL, left));
            this.left = left;
        }

        /** What the stopped work has left, and where. */
        public String left() {
            return left;
        }
    }
}
