package io.kuberelease.journal;

import io.kuberelease.model.Cause;
import io.kuberelease.plan.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of one stage of a release.
 *
 * @param attempts how many tries have begun
 * @param startedAt when the first try began
 * @param endedAt when the last try ended; absent while one is under way
 * @param outcome how the last try ended; absent before the first has ended, and while another is under way
 * @param again why its turn came again, when what it was based on had changed; absent the first time
 * @param takenUpAt when another process took it up while it was under way; absent when none did
 */
public record StageState(
        Stage stage,
        int attempts,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<StageOutcome> outcome,
        Optional<String> again,
        Optional<Instant> takenUpAt) {

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
    private static final int BACKOFF_DOUBLINGS = 5;

    /** A stage whose turn has not come. */
    static StageState untouched(Stage stage) {
        return new StageState(
                stage, 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    StageState started(int attempt, Instant at) {
        return new StageState(
                stage,
                attempt,
                Optional.of(startedAt.orElse(at)),
                Optional.empty(),
                Optional.empty(),
                again,
                takenUpAt);
    }

    StageState ended(StageOutcome how, Instant at) {
        return new StageState(
                stage,
                attempts,
                Optional.of(startedAt.orElse(at)),
                Optional.of(at),
                Optional.of(how),
                again,
                takenUpAt);
    }

    /** The stage as if its turn had not come; the tries are still counted, so that what it opened is tidied up. */
    StageState reopened(String why) {
        return new StageState(
                stage,
                attempts,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(why),
                Optional.empty());
    }

    /** The stage as if it had never been begun, for one that found that it must not begin yet and did nothing. */
    StageState undone(String why) {
        return new StageState(
                stage, 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(why), Optional.empty());
    }

    /**
     * The stage after another process has resumed the release: the limits of work that was under way, or was to be
     * tried again, count from now. What had no time left stays lost: others have acted on it since.
     */
    StageState takenUp(Instant at) {
        return isRunning() || hasTimeToRetry()
                ? new StageState(stage, attempts, startedAt, endedAt, outcome, again, Optional.of(at))
                : this;
    }

    /** Whether it was ever begun, and not only found that it must not begin yet. */
    public boolean wasBegun() {
        return attempts > 0;
    }

    /** Whether its turn has not come yet, or has to come again. */
    public boolean isUntouched() {
        return startedAt.isEmpty();
    }

    /** Whether a try is under way, or was when the writer was killed. */
    public boolean isRunning() {
        return attempts > 0 && startedAt.isPresent() && outcome.isEmpty();
    }

    /** Whether it waits for something outside. */
    public boolean isWaiting() {
        return waiting().isPresent();
    }

    /** What it waits for outside; absent when it does not wait. */
    public Optional<StageOutcome.Waiting> waiting() {
        return outcome.flatMap(StageOutcome::waiting);
    }

    /** Whether its last try errored; it may be tried again. */
    public boolean isErrored() {
        return outcome.flatMap(StageOutcome::errored).isPresent();
    }

    /** Whether its last try failed, so that another one won't help. */
    public boolean hasFailed() {
        return outcome.flatMap(StageOutcome::failed).isPresent();
    }

    /** Whether it was told to stop. */
    public boolean wasStopped() {
        return outcome.flatMap(StageOutcome::aborted).isPresent();
    }

    /** Whether it was not needed. */
    public boolean wasSkipped() {
        return outcome.flatMap(StageOutcome::skipped).isPresent();
    }

    /** The cause if its last try failed or errored; empty otherwise. */
    public Optional<Cause> trouble() {
        return outcome.flatMap(StageOutcome::trouble);
    }

    /** Whether those that come after it may go on. */
    public boolean isSatisfied() {
        return wasSkipped() || outcome.flatMap(StageOutcome::succeeded).isPresent();
    }

    /** Whether it ended in a way that ends the release: failed, or told to stop. */
    public boolean isLost() {
        return hasFailed() || wasStopped();
    }

    /**
     * The time from which its limits count; absent before it has begun. The time in which nobody carried the release on
     * is not held against work that was under way; a wait for a person ends when it was said to end.
     */
    public Optional<Instant> countedFrom() {
        return takenUpAt.or(() -> startedAt);
    }

    /** When no more may be waited for it; absent before it has begun. */
    public Optional<Instant> dueAt() {
        return countedFrom().map(start -> start.plus(stage.deadline()));
    }

    /** Whether its last try errored, and there is time for another. */
    public boolean hasTimeToRetry() {
        return isErrored() && retryAt().isBefore(dueAt().orElseThrow());
    }

    /**
     * When an errored try is repeated: neither before the time that its outcome asks for nor before the backoff has
     * passed.
     *
     * @throws java.util.NoSuchElementException when the last try was not {@linkplain #isErrored foiled}
     */
    public Instant retryAt() {
        Duration wait = backoff();
        Duration asked = outcome.flatMap(StageOutcome::errored)
                .map(StageOutcome.Errored::retryAfter)
                .orElseThrow();
        return endedAt.orElseThrow().plus(asked.compareTo(wait) > 0 ? asked : wait);
    }

    private Duration backoff() {
        Duration wait = FIRST_BACKOFF.multipliedBy(1L << Math.min(BACKOFF_DOUBLINGS, Math.max(0, attempts - 1)));
        return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
    }

    /** The output of its last try if that failed or was stopped and left one of that kind. */
    public <T extends StageOutput> Optional<T> left(Class<T> kind) {
        return outcome.flatMap(how -> how.left(kind));
    }

    /** The output of its last try if that succeeded and left one of that kind. */
    public <T extends StageOutput> Optional<T> output(Class<T> kind) {
        return outcome.flatMap(how -> how.output(kind));
    }
}
