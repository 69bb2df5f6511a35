package io.kuberelease.app.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.AbortRequestFile;
import io.kuberelease.app.ReleaseRunner.OpenRelease;
import io.kuberelease.app.Threads;
import io.kuberelease.app.hosting.RunningRelease.Carried;
import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.testkit.SamplePlan;
import io.kuberelease.view.Details;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningReleaseTest {
    private static final JournalCodec CODEC = new JournalCodec();

    private final Threads threads = Threads.ofProgram();
    private final Book book = new Book();
    private final List<String> console = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();

    @TempDir
    Path directory;

    @BeforeEach
    void plan() {
        write(0, new ReleaseEvent.Planned(SamplePlan.toProduction()));
    }

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void oneThatGoesOnWaitsForWhatIsAwayAndSaysSo() throws Exception {
        write(1, new ReleaseEvent.Resumed("Jenkins"));
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch opened = new CountDownLatch(1);
        RunningRelease life = life(() -> {
            if (tries.incrementAndGet() == 1) {
                throw away();
            }
            opened.countDown();
            return hosted();
        });

        life.live();

        assertThat(opened.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(life.over()).isNotDone();
        assertThat(book.entries).containsExactly("added");
        assertThat(console)
                .containsExactly("the release can't go on yet, and waits up to 600 s: staging does not answer");
    }

    @Test
    void oneThatCanNotBeginIsOver() {
        RunningRelease life = life(() -> {
            throw away();
        });

        life.live();

        assertThat(life.over()).isCompletedExceptionally();
        assertThat(book.entries).containsExactly("added", "removed");
        assertThat(result()).contains(ReleaseResult.ERRORED);
    }

    @Test
    void oneThatIsRefusedBeforeItBeginsHasFailed() {
        RunningRelease life = life(() -> {
            throw new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, "no cluster nowhere"));
        });

        life.live();

        assertThat(life.over()).isCompletedExceptionally();
        assertThat(result()).contains(ReleaseResult.FAILED);
    }

    @Test
    void oneThatCanNotBeginAndIsNotWantedAnyMoreWasAborted() {
        new AbortRequestFile(directory).write("ann");
        RunningRelease life = life(() -> {
            throw away();
        });

        life.live();

        assertThat(life.over()).isCompletedExceptionally();
        assertThat(result()).contains(ReleaseResult.ABORTED);
    }

    @Test
    void whoeverWaitsIsToldAlsoWhenTheListCanNotBeWritten() {
        CompletableFuture<RunResult> ending = new CompletableFuture<>();
        RunningRelease life = life(() -> carried(ending, () -> {}));
        book.full = true;

        life.live();
        ending.completeExceptionally(new NoClassDefFoundError("org/example/Gone"));

        assertThat(life.over())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void oneThatIsOpenedWhileTheHostGoesDownIsClosedAndNotOver() {
        RunningRelease life = life(() -> {
            book.isClosed = true;
            return hosted();
        });

        life.live();

        assertThat(closed).hasValue(1);
        assertThat(life.over()).isNotDone();
        assertThat(book.entries).containsExactly("added");
    }

    private static Carried carried(CompletableFuture<RunResult> ending, Runnable belongings) {
        return new Carried(new OpenRelease(null, null, () -> Details.NONE, () -> {}, belongings), ending);
    }

    private static ReleaseException away() {
        return new ReleaseException.Errored(Cause.of(CauseKind.UNAVAILABLE, "staging does not answer"), Duration.ZERO);
    }

    private RunningRelease life(Supplier<Carried> opening) {
        return new RunningRelease(directory, opening, book, threads, console::add);
    }

    private Carried hosted() {
        return carried(new CompletableFuture<>(), closed::incrementAndGet);
    }

    private void write(long number, ReleaseEvent event) {
        try (FileJournal journal = FileJournal.open(directory, CODEC)) {
            journal.append(new JournalEntry(number, Instant.EPOCH, event));
        }
    }

    private Optional<ReleaseResult> result() {
        return ReleaseState.of(FileJournal.read(directory, CODEC)).result();
    }

    /** The list on a disk that may be full. */
    private static final class Book implements RunningRelease.Register {
        private final List<String> entries = new ArrayList<>();
        private boolean full;
        private volatile boolean isClosed;

        @Override
        public void add() {
            entries.add("added");
        }

        @Override
        public void remove(RunningRelease life) {
            if (full) {
                throw new IllegalStateException("no space left on device");
            }
            entries.add("removed");
        }

        @Override
        public boolean isClosed() {
            return isClosed;
        }
    }
}
