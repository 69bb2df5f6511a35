package io.kuberelease.app;

import io.kuberelease.adapters.journal.CarrierMemory;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.engine.Loop;
import io.kuberelease.engine.Redactor;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.SharedJournal;
import io.kuberelease.engine.SinkHub;
import io.kuberelease.engine.StageActions;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EnvironmentJournals.Carrier;
import io.kuberelease.port.EventSink;
import io.kuberelease.view.Details;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Begins and resumes releases, in the same way for every host. Methods block until the release is open. */
public final class ReleaseRunner {
    private final Threads threads;
    private final InstantSource clock;
    private final JournalCodec codec = new JournalCodec();

    public ReleaseRunner(Threads threads, InstantSource clock) {
        this.threads = threads;
        this.clock = clock;
    }

    /**
     * Begins a release: checks its clusters first, and writes nothing before that.
     *
     * @param directory where it is kept; its journal must not be there yet
     * @throws io.kuberelease.model.ReleaseException with all that is wrong with its clusters
     */
    public OpenRelease begin(Path directory, ReleasePlan plan, Host host) {
        return begin(directory, plan, host, () -> {});
    }

    /**
     * The same.
     *
     * @param before called when the directory is there and ours, and nothing of the release is: what it writes there is
     *     known to whoever resumes the release, wherever this process is killed
     */
    public OpenRelease begin(Path directory, ReleasePlan plan, Host host, Runnable before) {
        return orClosing(host, () -> {
            new ClusterPorts(host.clusters(), threads, clock).require(plan);
            SharedJournal journal = journal(directory, List.of(), host);
            return orClosing(journal, () -> {
                before.run();
                journal.append(new JournalEntry(0, clock.instant(), new ReleaseEvent.Planned(plan)));
                return beginning(journal, host);
            });
        });
    }

    /**
     * Resumes a release where its journal ends. If it has not begun, its clusters are checked first. If an abort was
     * requested, the release does nothing but that.
     *
     * @param known journal entries from elsewhere, beside those in the directory
     * @throws io.kuberelease.model.ReleaseException when another process carries it on, or its cluster does not answer
     */
    public OpenRelease adopt(Path directory, List<JournalEntry> known, Host host) {
        return orClosing(host, () -> {
            SharedJournal journal = journal(directory, known, host);
            return orClosing(journal, () -> {
                ReleaseState state = ReleaseState.of(journal.entries());
                boolean untouched = state.entries() == 1;
                if (untouched && new AbortRequestFile(directory).by().isEmpty()) {
                    new ClusterPorts(host.clusters(), threads, clock).require(state.plan());
                }
                OpenRelease release = untouched ? beginning(journal, host) : open(journal, host);
                if (!untouched) {
                    release.run().resumedBy(host.resumedBy());
                }
                new AbortRequestFile(directory).by().ifPresent(release.run()::abort);
                return release;
            });
        });
    }

    private OpenRelease beginning(SharedJournal journal, Host host) {
        OpenRelease release = open(journal, host);
        host.begun();
        return release;
    }

    private OpenRelease open(SharedJournal journal, Host host) {
        JournalEntry planned = journal.entries().get(0);
        ReleasePlan plan = ReleaseState.of(journal.entries()).plan();
        PortsFactory ports = host.ports(planned);
        return orClosing(ports, () -> {
            ObservedDetails observed = new ObservedDetails();
            SinkHub hub = new SinkHub(sinks(plan, observed, host));
            Loop loop = Loop.among(threads.workers(), threads.timers());
            Redactor redactor = new Redactor(host.environment());
            host.secretsTo(redactor::hide);
            StageActions actions = new StageActions(ports.ports(), threads.workers(), clock, redactor);
            ReleaseRun run = new ReleaseRun(journal, actions, hub, clock, loop, host.waitMode());
            // The journal first: a stage interrupted by closing the rest must not be recorded as ended.
            return new OpenRelease(
                    run,
                    loop,
                    observed::details,
                    hub::close,
                    () -> Closings.all(List.of(journal::close, hub::close, ports::close, host::close)));
        });
    }

    private List<EventSink> sinks(ReleasePlan plan, ObservedDetails observed, Host host) {
        List<EventSink> sinks = new ArrayList<>(List.of(observed));
        sinks.addAll(host.sinks(plan));
        host.notifiers()
                .map(notifiers -> new NotifySinks(notifiers, clock).of(plan.notifies()))
                .ifPresent(sinks::addAll);
        return sinks;
    }

    private SharedJournal journal(Path directory, List<JournalEntry> known, Host host) {
        FileJournal copy = FileJournal.open(directory, codec);
        return SharedJournal.open(
                copy,
                known,
                new ClusterPorts(host.clusters(), threads, clock).journals(codec),
                new Carrier(CarrierMemory.name(directory), host.who()));
    }

    /** Closes what was opened when the next step fails: a journal left open could never be opened again. */
    private static <T> T orClosing(AutoCloseable opened, Supplier<T> next) {
        try {
            return next.get();
        } catch (RuntimeException | Error e) {
            try {
                opened.close();
            } catch (Exception left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    /** Keeps the latest progress of stages under way, for pages. */
    private static final class ObservedDetails implements EventSink {
        private static final int LINES = 20;

        private Details details = Details.keeping(LINES);

        /** The progress as of now. */
        synchronized Details details() {
            return details;
        }

        @Override
        public String name() {
            return "page";
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) {
            if (entry.event() instanceof ReleaseEvent.StageStarted started) {
                learn(known -> known.without(started.stage()));
            } else if (entry.event() instanceof ReleaseEvent.SinkTroubled troubled) {
                learn(known -> known.trouble(troubled.sink(), troubled.why()));
            }
            return Map.of();
        }

        @Override
        public void log(StageId stage, String source, String line) {
            learn(known -> known.log(stage, line));
        }

        @Override
        public void resource(StageId stage, ResourceStatus status) {
            learn(known -> known.resource(stage, status));
        }

        @Override
        public void note(StageId stage, String text) {
            learn(known -> known.note(stage, text));
        }

        private synchronized void learn(UnaryOperator<Details> learnt) {
            details = learnt.apply(details);
        }
    }

    /**
     * A release whose journal, connections and sinks are open.
     *
     * @param run carries it through
     * @param loop what the run decides is decided there
     * @param details what its stages told beyond the journal, as of now
     * @param lastWords lets sinks say their last, and has them remember it; may be asked for twice
     * @param belongings closes its journal, its connections and what it told
     */
    public record OpenRelease(
            ReleaseRun run, Loop loop, Supplier<Details> details, Runnable lastWords, Runnable belongings)
            implements AutoCloseable {
        private static final int LAST_WORDS_MILLIS = 500;

        /** Runs the release until it has ended or only waits for people; completes when everything of it is closed. */
        public CompletableFuture<RunResult> toItsEnd() {
            return run.go().whenCompleteAsync((runResult, problem) -> belongings.run(), loop);
        }

        /**
         * Closes it where its run has come to rest, for a process that ends then: first what sinks say last is written, as far
         * as that takes no time.
         */
        public void closeAtRest() {
            try {
                lastWords.run();
                CompletableFuture<Void> written = new CompletableFuture<>();
                loop.execute(() -> written.complete(null));
                written.get(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException unwritten) {
                // The cluster that keeps the journal takes its time: nobody waits for that.
                return;
            } finally {
                belongings.run();
            }
        }

        @Override
        public void close() {
            belongings.run();
        }
    }
}
