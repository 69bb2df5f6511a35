package io.kuberelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.EnvironmentLock.Claim;
import io.kuberelease.port.EnvironmentLock.Claims;
import io.kuberelease.port.EnvironmentLock.Held;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The promises of {@link EnvironmentLock}, as tests: one release at a time, and no release stays outside for ever. */
public interface EnvironmentLockContract {
    /** How long an answer may take for which no lock has to expire first. */
    long LIMIT_SECONDS = 10;

    /** The lock as a program sees it; another program's, of the same world, each time. */
    EnvironmentLock program();

    /** The environment of this test's own app, with something after the app's name; nobody ever held it. */
    EnvironmentSpec lockable(String suffix);

    @Test
    default void aFreeLockIsGiven() throws Exception {
        assertThat(soon(acquire(program(), "a", "r1")).token()).isPositive();
    }

    @Test
    default void aReleaseAdoptsTheLockThatItHeldInAnotherProgram() throws Exception {
        Held held = soon(acquire(program(), "a", "r1"));

        Held adopted = soon(acquire(program(), "a", "r1"));

        assertThat(adopted).isEqualTo(held);
    }

    @Test
    default void aSecondReleaseIsToldWhoHoldsTheLockAndGetsItOnceItIsGivenBack() throws Exception {
        EnvironmentLock first = program();
        Held held = soon(acquire(first, "a", "r1"));
        Waiting waiting = new Waiting();
        CompletableFuture<Held> second = acquire(program(), "a", "r2", waiting);

        assertThat(soon(waiting.note)).contains("r1", "ada", "since");
        assertThat(second).isNotDone();
        first.release(lockable("a"), new ReleaseId("r1"));

        assertThat(soon(second).token()).isGreaterThan(held.token());
    }

    @Test
    default void givingBackWhatOneDoesNotHoldIsHarmless() throws Exception {
        EnvironmentLock first = program();
        EnvironmentLock second = program();
        second.release(lockable("a"), new ReleaseId("r2"));
        soon(acquire(first, "a", "r1"));

        second.release(lockable("a"), new ReleaseId("r2"));

        Waiting waiting = new Waiting();
        CompletableFuture<Held> third = acquire(program(), "a", "r3", waiting);
        assertThat(soon(waiting.note)).contains("r1");
        assertThat(third).isNotDone();
    }

    @Test
    default void aLockThatWasGivenBackTwiceIsFreeOnce() throws Exception {
        EnvironmentLock first = program();
        soon(acquire(first, "a", "r1"));
        first.release(lockable("a"), new ReleaseId("r1"));
        EnvironmentLock second = program();
        Held held = soon(acquire(second, "a", "r2"));

        first.release(lockable("a"), new ReleaseId("r1"));

        assertThat(soon(acquire(program(), "a", "r2"))).isEqualTo(held);
    }

    @Test
    default void anotherAppIsNotLocked() throws Exception {
        soon(acquire(program(), "a", "r1"));

        assertThat(soon(acquire(program(), "b", "r2")).token()).isPositive();
    }

    @Test
    default void aReleaseThatIsToldToStopWaitsNoLongerAndStandsInNobodysWay() throws Exception {
        EnvironmentLock first = program();
        soon(acquire(first, "a", "r1"));
        Waiting waiting = new Waiting();
        CompletableFuture<Held> stopped = acquire(program(), "a", "r2", waiting);
        soon(waiting.note);

        waiting.stop.complete("");

        assertThatThrownBy(() -> soon(stopped))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(ReleaseException.Aborted.class);
        first.release(lockable("a"), new ReleaseId("r1"));
        soon(acquire(program(), "a", "r3"));
    }

    @Test
    default void anybodyCanSeeWhoHoldsTheLockAndWhoWaits() throws Exception {
        assertThat(program().claims(lockable("a")).holder()).isEmpty();
        EnvironmentLock first = program();
        soon(acquire(first, "a", "r1"));
        CompletableFuture<Held> second = acquire(program(), "a", "r2");

        Claims claims = once(
                () -> program().claims(lockable("a")), seen -> !seen.waiting().isEmpty());

        assertThat(claims.holder()).map(Claim::release).contains(new ReleaseId("r1"));
        assertThat(claims.holder()).map(Claim::who).contains("ada");
        assertThat(claims.waiting()).extracting(Claim::release).containsExactly(new ReleaseId("r2"));
        first.release(lockable("a"), new ReleaseId("r1"));
        soon(second);
        assertThat(program().claims(lockable("a")).holder()).map(Claim::release).contains(new ReleaseId("r2"));
    }

    private static <T> T once(Supplier<T> look, Predicate<T> good) {
        Instant end = Instant.now().plusSeconds(LIMIT_SECONDS);
        T seen = look.get();
        while (!good.test(seen) && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
            seen = look.get();
        }
        return seen;
    }

    private CompletableFuture<Held> acquire(EnvironmentLock lock, String suffix, String release) {
        return acquire(lock, suffix, release, new Waiting());
    }

    private CompletableFuture<Held> acquire(EnvironmentLock lock, String suffix, String release, Waiting waiting) {
        StageControl control = new StageControl(
                new ReleaseId(release),
                new StageId("staging.lock"),
                Instant.now().plusSeconds(6 * LIMIT_SECONDS),
                false,
                waiting,
                waiting);
        return lock.acquire(lockable(suffix), "ada", control).toCompletableFuture();
    }

    private static <T> T soon(CompletableFuture<T> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** One release's wait: keeps the first note that it is told, and can stop it. */
    final class Waiting implements Progress, Cancellation {
        private final CompletableFuture<String> note = new CompletableFuture<>();
        private final CompletableFuture<String> stop = new CompletableFuture<>();

        @Override
        public void note(String text) {
            note.complete(text);
        }

        @Override
        public void log(String source, String line) {}

        @Override
        public void resource(ResourceStatus status) {}

        @Override
        public boolean requested() {
            return stop.isDone();
        }

        @Override
        public void whenRequested(Runnable action) {
            var unused = stop.thenRun(action);
        }
    }
}
