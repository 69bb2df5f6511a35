package io.kuberelease.app;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
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
 * A release in a host that holds many of them: assigned, being opened, under way, over. It can be aborted from the first
 * moment on. One that can't be opened for the first time is over; one that goes on from an earlier life waits a while
 * for what is away. However it ends, whoever waits for it is told, and it is assigned no more.
 */
public final class RunningRelease {
    private static final Logger LOGGER = Logger.getLogger(RunningRelease.class.getName());
    /** As long as a release under way tries to write its journal. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

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

    /** Where it is known which releases this host has. */
    public interface Register {
        /** It is assigned: taken up again when this process is killed. */
        void add();

        /** It is over. */
        void remove(RunningRelease life);

        /** Whether the host goes down: what ends now is torn off, and no end. */
        boolean isClosed();
    }

    /**
     * A release that is carried to its end.
     *
     * @param ending completes when it is over and everything of it is closed
     */
    public record Carried(OpenRelease release, CompletableFuture<RunResult> ending) {
        /** Sets it in motion. */
        public static Carried on(OpenRelease release) {
            return new Carried(release, release.toItsEnd());
        }
    }

    /**
     * @param directory the release's
     * @param opening sets it in motion; blocks, and is asked again while something is away
     * @param told hears what is waited for
     */
    public RunningRelease(
            Path directory, Supplier<Carried> opening, Register register, Threads threads, Consumer<String> told) {
        this.directory = directory;
        this.opening = opening;
        this.register = register;
        this.threads = threads;
        this.told = told;
    }

    /** Completes when it is over and nothing of it is left open. */
    public CompletableFuture<RunResult> over() {
        return over;
    }

    /** The release, once it is under way. */
    public Optional<OpenRelease> opened() {
        return Optional.ofNullable(carried).map(Carried::release);
    }

    /** Begins it, and tries once to open it. Blocks. */
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
        // Whoever aborted it just now may not have found it open yet.
        new AbortNote(directory).by().ifPresent(by -> opened.release().run().abort(by));
    }

    private void staysClosed(Throwable problem) {
        try {
            NeverBegun never = new NeverBegun(directory);
            if (never.isTrue()) {
                never.end(new AbortNote(directory).by(), problem instanceof ReleaseException.Failed);
            } else if (problem instanceof ReleaseException.Errored away && waited.compareTo(PATIENCE) < 0) {
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
                + PATIENCE.minus(waited).toSeconds() + " s: "
                + TextSanitizer.text(away.reason().summary()));
        waited = waited.plus(wait);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, threads.workers())
                .execute(this::open);
    }

    /** That it could not be crossed off must keep nobody waiting. */
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

    /** Closes what belongs to it; it is taken up when the host is back. */
    public void rest() {
        Carried now = carried;
        if (now != null && closed.compareAndSet(false, true)) {
            now.release().close();
        }
    }

    /**
     * A release that could not be opened for the first time: there is a plan, and nothing was done.
     *
     * @param directory the release's directory
     */
    private record NeverBegun(Path directory) {
        private static final JournalCodec CODEC = new JournalCodec();

        /** Whether it is one: something may have been done in an earlier life. */
        boolean isTrue() {
            return FileJournal.read(directory, CODEC).size() <= 1;
        }

        /**
         * Writes down that it is over, so that no page waits for it to begin.
         *
         * @param abortedBy who wanted that; absent when it could not be helped
         * @param refused whether what was asked for is wrong, and not the world
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
