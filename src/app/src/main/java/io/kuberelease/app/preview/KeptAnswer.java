package io.kuberelease.app.preview;

import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What an outside system answers to one question, for many who look at it: asked for in the background, by one at a
 * time, and only when somebody looks and the last answer has grown old. Nobody waits for it. Thread-safe.
 */
public final class KeptAnswer<T> {
    private final Supplier<T> question;
    private final Duration fresh;
    private final Executor workers;
    private final InstantSource clock;

    private Known<T> known = new Known<>(Optional.empty(), Optional.empty(), Optional.empty(), false);
    private Instant due = Instant.MIN;
    private boolean outdated;

    /**
     * @param question may block, and may throw
     * @param fresh how long an answer counts before it is asked for again; the same for a failure
     */
    public KeptAnswer(Supplier<T> question, Duration fresh, Executor workers, InstantSource clock) {
        this.question = question;
        this.fresh = fresh;
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * What is known now.
     *
     * @param answer the last one that came; absent before the first
     * @param at when it came
     * @param problem why there is no newer one
     * @param asking whether it is being asked for
     */
    public record Known<T>(Optional<T> answer, Optional<Instant> at, Optional<String> problem, boolean asking) {
        /** The same, told otherwise. */
        public <R> Known<R> map(Function<T, R> words) {
            return new Known<>(answer.map(words), at, problem, asking);
        }
    }

    /** Returns at once, and has it asked for anew when it is old. */
    public Known<T> look() {
        return glance(Duration.ZERO);
    }

    /** The same for those who need it less: an answer may be older by that time. */
    public synchronized Known<T> glance(Duration older) {
        if (!known.asking() && !clock.instant().isBefore(due.plus(older))) {
            ask();
        }
        return known;
    }

    /** The same without asking. */
    public synchronized Known<T> last() {
        return known;
    }

    /** What is known is no longer true: the next look asks. An answer that is under way may be from before, and is asked for again. */
    public synchronized void outdate() {
        due = Instant.MIN;
        outdated = known.asking();
    }

    private void ask() {
        known = new Known<>(known.answer(), known.at(), known.problem(), true);
        try {
            workers.execute(this::answer);
        } catch (RejectedExecutionException ending) {
            came(known.answer(), known.at(), Optional.of("it can't be asked for now: the program is ending"));
        }
    }

    private void answer() {
        try {
            T answer = question.get();
            came(Optional.of(answer), Optional.of(clock.instant()), Optional.empty());
        } catch (ReleaseException why) {
            failed(why.reason().summary());
        } catch (RuntimeException | Error unexpected) {
            failed(Objects.requireNonNullElse(unexpected.getMessage(), unexpected.toString()));
        }
    }

    private synchronized void failed(String why) {
        came(known.answer(), known.at(), Optional.of(why));
    }

    private synchronized void came(Optional<T> answer, Optional<Instant> at, Optional<String> problem) {
        known = new Known<>(answer, at, problem, false);
        due = outdated ? Instant.MIN : clock.instant().plus(fresh);
        outdated = false;
    }
}
