package io.jenkins.plugins.kuberelease.run;

import hudson.ExtensionList;
import hudson.console.HyperlinkNote;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.agent.AgentImageBuilder;
import io.jenkins.plugins.kuberelease.agent.Workplace;
import io.jenkins.plugins.kuberelease.page.ReleaseAction;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.jenkins.plugins.kuberelease.wiring.AccessProvider;
import io.jenkins.plugins.kuberelease.wiring.ReleasePorts;
import io.kuberelease.adapters.journal.CarrierMemory;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.ClusterPorts;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.Threads;
import io.kuberelease.app.log.PlainLog;
import io.kuberelease.engine.Attendance;
import io.kuberelease.engine.Ending;
import io.kuberelease.engine.Loop;
import io.kuberelease.engine.Redactor;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.SharedJournal;
import io.kuberelease.engine.SinkHub;
import io.kuberelease.engine.StageActions;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EnvironmentJournals.Carrier;
import io.kuberelease.port.EventSink;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import jenkins.model.Jenkins;

/** Takes a release up from its journal, with all that it needs around it. */
final class Opening {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final PlainLog.Host CONSOLE = new PlainLog.Host(
            "console",
            "[kube-release] ",
            false,
            "What is deployed stays until somebody changes it; build again to release this, or roll back on a release"
                    + " page.");

    private final Threads threads;
    private final JournalCodec codec = new JournalCodec();

    Opening(Threads threads) {
        this.threads = threads;
    }

    /**
     * Sets the release in motion; one that somebody wants to end does nothing but that.
     *
     * @param subdirectory of the release file in the place
     * @throws io.kuberelease.model.ReleaseException when another process carries it on, or its cluster does not answer
     */
    Hosted open(Run<?, ?> run, Path directory, Workplace place, String subdirectory, TaskListener listener) {
        Access access = ExtensionList.lookupFirst(AccessProvider.class).of(run);
        return orClosing(access, () -> {
            SharedJournal journal = journal(directory, new ClusterPorts(access.clusters(), threads, CLOCK));
            return orClosing(journal, () -> open(run, directory, place, subdirectory, listener, access, journal));
        });
    }

    /** What was opened is not left open when what comes after it fails: the journal could never be opened again. */
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

    private Hosted open(
            Run<?, ?> run,
            Path directory,
            Workplace place,
            String subdirectory,
            TaskListener listener,
            Access access,
            SharedJournal journal) {
        ReleaseState state = ReleaseState.of(journal.entries());
        if (state.entries() == 1 && new AbortNote(directory).by().isEmpty()) {
            new ClusterPorts(access.clusters(), threads, CLOCK).require(state.plan());
        }
        Observed observed = new Observed();
        SinkHub hub = new SinkHub(sinks(run, directory, access, state.plan(), observed, listener));
        String plan = codec.write(journal.entries().get(0));
        PortsFactory ports = new PortsFactory(
                new ReleasePorts(run, access, directory)
                        .config(
                                new AgentImageBuilder(
                                        place, subdirectory, plan, access.registries(), access.plainHttp()),
                                files -> new LinkedEvidence(run, state.plan().release(), files)),
                threads,
                CLOCK);
        Redactor redactor = new Redactor(System.getenv());
        access.secretsTo(redactor::hide);
        Loop loop = Loop.among(threads.workers(), threads.timers());
        ReleaseRun release = new ReleaseRun(
                journal,
                new StageActions(ports.ports(), threads.workers(), CLOCK, redactor),
                hub,
                CLOCK,
                loop,
                Attendance.STAYS);
        if (state.entries() > 1) {
            release.resumedBy("Jenkins");
        } else {
            pointToThePage(run, listener);
        }
        new AbortNote(directory).by().ifPresent(release::abort);
        // The journal first: what is torn off by the rest must not be taken for the end of a stage.
        Runnable belongings = () -> Closings.all(List.of(journal::close, hub::close, ports::close, access::close));
        CompletableFuture<Ending> ending = release.go();
        return new Hosted(
                release, observed, ending.whenCompleteAsync((end, problem) -> belongings.run(), loop), belongings);
    }

    private static void pointToThePage(Run<?, ?> run, TaskListener listener) {
        listener.getLogger()
                .println("[kube-release] "
                        + HyperlinkNote.encodeTo(
                                "/" + run.getUrl() + ReleaseAction.URL + "/", "The release as it goes on"));
    }

    private SharedJournal journal(Path directory, ClusterPorts clusters) {
        FileJournal copy = FileJournal.open(directory, codec);
        Carrier me = new Carrier(
                CarrierMemory.name(directory), "Jenkins " + Jenkins.get().getRootUrl());
        return SharedJournal.open(copy, List.of(), clusters.journals(codec), me);
    }

    private static List<EventSink> sinks(
            Run<?, ?> run, Path directory, Access access, ReleasePlan plan, Observed observed, TaskListener listener) {
        List<EventSink> sinks = new ArrayList<>(List.of(
                observed,
                new PlainLog(CONSOLE, listener.getLogger(), CLOCK),
                new TestReports(run, directory, listener)));
        access.slack(plan.notifies()).ifPresent(sinks::add);
        return sinks;
    }
}
