package io.kuberelease.journal;

import io.kuberelease.model.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a try of a stage ended. Who has something to say of every kind uses {@link #match}; who asks for one kind uses the
 * method of its name.
 */
public sealed interface StageOutcome {

    /** Handles each case. */
    <R> R match(Cases<R> cases);

    /** The same outcome with all in it rewritten that came from outside. */
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

    /** What it left, if it is done and left something of that kind. */
    default <T extends StageOutput> Optional<T> output(Class<T> kind) {
        return succeeded().map(Succeeded::output).filter(kind::isInstance).map(kind::cast);
    }

    /** What there is to read of it although it failed or was stopped, if it left something of that kind. */
    default <T extends StageOutput> Optional<T> left(Class<T> kind) {
        return failed().flatMap(Failed::left)
                .or(() -> aborted().flatMap(Aborted::seen))
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    /** Why the app or the world is wrong, where one of them is. */
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

    /** It can't go on before something happens outside, a decision or the end of a time; it holds no thread until then. */
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
     * @param left what there is to read of it all the same, for example how many tests were red
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

    /** The world is wrong; it is tried again unless the deadline has passed. Zero leaves the wait to the engine. */
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
     * It was told to stop, and says what is left where.
     *
     * @param seen what there is to read of it all the same, for example how far the resources had come
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
