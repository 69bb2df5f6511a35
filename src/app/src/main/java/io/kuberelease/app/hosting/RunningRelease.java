package io.kuberelease.app.hosting;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.AbortRequestFile;
import io.kuberelease.app.ReleaseRunner.OpenRelease;
import io.kuberelease.app.Threads;
import io.kuberelease.app.Unattended;
import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.view.TextSanitizer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A release in a host that holds many of them, from being assigned to its end. It can be aborted at any moment. When it
 * can't be opened for the first time, it is over; when it resumes, it waits a while for what does not answer. However
 * it ends, those who wait for it are told, and it is no longer assigned.
 */
public final class RunningRelease {
    private static final Logger LOGGER = Logger.getLogger(RunningRelease.class.getName());
    /** As long as an open release keeps trying to write its journal. */
    private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Path directory;
    private final Supplier<Carried> opening;
    private final Register register;
    private final Threads threads;
    private final Consumer<String> told;
    private final CompletableFuture<RunResult> over = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Carried carried;
    private Duration waited = Duration.ZERO;
    private Duration pause = Duration.ofSeconds(1);

    /** The host's list of its releases. */
    public interface Register {
        /** Adds this release: it is resumed when this process is killed. */
        void add();

        /** Removes a release that is over. */
        void remove(RunningRelease life);

        /** Whether the host is shutting down: a release that stops now was interrupted, and has not ended. */
        boolean isClosed();
    }

    /**
     * A release that is open and running.
     *
     * @param ending completes when the release is over and everything of it is closed
     */
    public record Carried(OpenRelease release, CompletableFuture<RunResult> ending) {
        /** Starts an open release. */
        public static Carried on(OpenRelease release) {
            return new Carried(release, release.toItsEnd());
        }
    }

    /**
     * @param directory the release's
     * @param opening opens and starts it; blocks, and is called again while something does not answer
     * @param told receives messages on what is waited for
     */
    public RunningRelease(
            Path directory, Supplier<Carried> opening, Register register, Threads threads, Consumer<String> told) {
        this.directory = directory;
        this.opening = opening;
        this.register = register;
        this.threads = threads;
        this.told = told;
    }

    /**
     * Completes when the release is over and everything of it is closed; exceptionally when it can't be carried out.
     */
    public CompletableFuture<RunResult> over() {
        return over;
    }

    /** The release; absent until it is open. */
    public Optional<OpenRelease> opened() {
        return Optional.ofNullable(carried).map(Carried::release);
    }

    /** Registers the release and tries once to open it; further tries are made in the background. Blocks. */
    public void live() {
        try {
            register.add();
        } catch (Throwable problem) {
            end(null, problem);
            return;
        }
        open();
    }

    private void open() {
        try {
            goOn(opening.get());
        } catch (Throwable problem) {
            staysClosed(problem);
        }
    }

    private void goOn(Carried opened) {
        carried = opened;
        if (register.isClosed()) {
            rest();
            return;
        }
        Unattended.then(opened.ending(), this::end);
        // An abort requested just now may not have found the release open yet.
        new AbortRequestFile(directory)
                .by()
                .ifPresent(by -> opened.release().run().abort(by));
    }

    private void staysClosed(Throwable problem) {
        try {
            NeverBegun never = new NeverBegun(directory);
            if (never.isTrue()) {
                never.end(new AbortRequestFile(directory).by(), problem instanceof ReleaseException.Failed);
            } else if (problem instanceof ReleaseException.Errored away && waited.compareTo(TIME_LIMIT) < 0) {
                openLater(away);
                return;
            }
        } catch (Throwable unwritten) {
            problem.addSuppressed(unwritten);
        }
        end(null, problem);
    }

    private void openLater(ReleaseException.Errored away) {
        Duration wait = away.retryAfter().compareTo(pause) > 0 ? away.retryAfter() : pause;
        told.accept("the release can't go on yet, and waits up to "
                + TIME_LIMIT.minus(waited).toSeconds() + " s: "
                + TextSanitizer.text(away.reason().summary()));
        waited = waited.plus(wait);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, threads.workers())
                .execute(this::open);
    }

    /**
     * Completes {@link #over()} even if the release can't be removed from the register, so that nobody waits for ever.
     */
    private void end(@Nullable RunResult ending, @Nullable Throwable problem) {
        if (register.isClosed()) {
            return;
        }
        try {
            register.remove(this);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "The release in " + directory + " is over, but still in the list");
        } finally {
            if (ending != null) {
                over.complete(ending);
            } else {
                over.completeExceptionally(cause(problem));
            }
        }
    }

    private static Throwable cause(@Nullable Throwable problem) {
        if (problem == null) {
            return new IllegalStateException("a release ended without an ending");
        }
        Throwable inner = problem.getCause();
        return problem instanceof CompletionException && inner != null ? inner : problem;
    }

    /** Closes the release without ending it, to be resumed when the host is back. Idempotent. */
    public void rest() {
        Carried now = carried;
        if (now != null && closed.compareAndSet(false, true)) {
            now.release().close();
        }
    }

    /**
     * A release that could not be opened for the first time: it has a plan, and nothing was done.
     *
     * @param directory the release's directory
     */
    private record NeverBegun(Path directory) {
        private static final JournalCodec CODEC = new JournalCodec();

        /** Whether the journal holds the plan at most; otherwise something was done in an earlier process. */
        boolean isTrue() {
            return FileJournal.read(directory, CODEC).size() <= 1;
        }

        /**
         * Writes the end into the journal, so that no page waits for the release to begin.
         *
         * @param abortedBy who requested the abort; absent when the release could not be opened
         * @param refused whether the request itself is wrong, rather than something being unavailable
         * @throws io.kuberelease.model.ReleaseException when it can't be written
         */
        void end(Optional<String> abortedBy, boolean refused) {
            Instant now = Clock.systemUTC().instant();
            try (FileJournal journal = FileJournal.open(directory, CODEC)) {
                List<JournalEntry> end = new ArrayList<>();
                abortedBy.ifPresent(by -> end.add(new JournalEntry(1, now, new ReleaseEvent.AbortRequested(by))));
                ReleaseResult foiled = refused ? ReleaseResult.FAILED : ReleaseResult.ERRORED;
                ReleaseResult result = abortedBy.isPresent() ? ReleaseResult.ABORTED : foiled;
                end.add(new JournalEntry(end.size() + 1, now, new ReleaseEvent.Ended(result)));
                journal.append(end);
            }
        }
    }
}
