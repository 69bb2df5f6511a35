package io.kuberelease.journal;

import io.kuberelease.model.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The end of a try of a stage. Use {@link #match} to handle every kind, or the method named after a kind to ask for
 * that one.
 */
public sealed interface StageOutcome {

    /** Handles each case. */
    <R> R match(Cases<R> cases);

    /** The same outcome with all texts from outside rewritten. */
    StageOutcome rewritten(Rewriting how);

    default Optional<Succeeded> succeeded() {
        return Optional.empty();
    }

    default Optional<Waiting> waiting() {
        return Optional.empty();
    }

    default Optional<Failed> failed() {
        return Optional.empty();
    }

    default Optional<Errored> errored() {
        return Optional.empty();
    }

    default Optional<Skipped> skipped() {
        return Optional.empty();
    }

    default Optional<Outdated> outdated() {
        return Optional.empty();
    }

    default Optional<Aborted> aborted() {
        return Optional.empty();
    }

    /** The output of a try that succeeded, if it is of that kind. */
    default <T extends StageOutput> Optional<T> output(Class<T> kind) {
        return succeeded().map(Succeeded::output).filter(kind::isInstance).map(kind::cast);
    }

    /** The output of a try that failed or was stopped, if it left one of that kind. */
    default <T extends StageOutput> Optional<T> left(Class<T> kind) {
        return failed().flatMap(Failed::left)
                .or(() -> aborted().flatMap(Aborted::seen))
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    /** The cause of a try that failed or errored; empty for any other. */
    default Optional<Cause> trouble() {
        return failed().map(Failed::cause).or(() -> errored().map(Errored::cause));
    }

    /** It is done. */
    record Succeeded(StageOutput output) implements StageOutcome {
        @Override
        public Optional<Succeeded> succeeded() {
            return Optional.of(this);
        }

        @Override
        public StageOutcome rewritten(Rewriting how) {
            return new Succeeded(output.rewritten(how));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.succeeded(this);
        }
    }

    /** It can't go on before a person decides or a time has come; it holds no thread until then. */
    record Waiting(Instant until, String what) implements StageOutcome {
        @Override
        public Optional<Waiting> waiting() {
            return Optional.of(this);
        }

        @Override
        public StageOutcome rewritten(Rewriting how) {
            return new Waiting(until, how.text(what));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.waiting(this);
        }
    }

    /**
     * The app is wrong; another try won't help.
     *
     * @param left the output in spite of the failure, for example how many tests were red
     */
    record Failed(Cause cause, Optional<StageOutput> left) implements StageOutcome {
        public Failed(Cause cause) {
            this(cause, Optional.empty());
        }

        @Override
        public Optional<Failed> failed() {
            return Optional.of(this);
        }

        @Override
        public StageOutcome rewritten(Rewriting how) {
            return new Failed(how.cause(cause), left.map(output -> output.rewritten(how)));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.failed(this);
        }
    }

    /**
     * The world is wrong; it is tried again unless the deadline has passed. A {@code retryAfter} of zero leaves the
     * wait to the engine.
     */
    record Errored(Cause cause, Duration retryAfter) implements StageOutcome {
        @Override
        public Optional<Errored> errored() {
            return Optional.of(this);
        }

        @Override
        public StageOutcome rewritten(Rewriting how) {
            return new Errored(how.cause(cause), retryAfter);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.errored(this);
        }
    }

    /** It was not needed, for example since nothing changed; those that come after it go on. */
    record Skipped(String why) implements StageOutcome {
        @Override
        public Optional<Skipped> skipped() {
            return Optional.of(this);
        }

        @Override
        public StageOutcome rewritten(Rewriting how) {
            return new Skipped(how.text(why));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.skipped(this);
        }
    }

    /**
     * What it was based on has changed before anything was done: its environment is compared anew, and whoever has
     * approved is asked again unless the diff is still the one they saw.
     */
    record Outdated(String why) implements StageOutcome {
        @Override
        public Optional<Outdated> outdated() {
            return Optional.of(this);
        }

        @Override
        public StageOutcome rewritten(Rewriting how) {
            return new Outdated(how.text(why));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.outdated(this);
        }
    }

    /**
     * It was told to stop; {@code left} says what the work has left and where.
     *
     * @param seen the output until then, for example how far the resources had come
     */
    record Aborted(String left, Optional<StageOutput> seen) implements StageOutcome {
        public Aborted(String left) {
            this(left, Optional.empty());
        }

        @Override
        public Optional<Aborted> aborted() {
            return Optional.of(this);
        }

        @Override
        public StageOutcome rewritten(Rewriting how) {
            return new Aborted(how.text(left), seen.map(output -> output.rewritten(how)));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.aborted(this);
        }
    }

    /** One method for each kind of end: the compiler sees to it that every kind is handled. */
    interface Cases<R> {
        R succeeded(Succeeded outcome);

        R waiting(Waiting outcome);

        R failed(Failed outcome);

        R errored(Errored outcome);

        R skipped(Skipped outcome);

        R outdated(Outdated outcome);

        R aborted(Aborted outcome);
    }
}
