package io.jenkins.plugins.kuberelease.run;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.TermMilestone;
import hudson.init.Terminator;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.agent.AgentImageBuilder;
import io.jenkins.plugins.kuberelease.agent.Workplace;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.jenkins.plugins.kuberelease.wiring.AccessProvider;
import io.jenkins.plugins.kuberelease.wiring.ReleasePorts;
import io.jenkins.plugins.kuberelease.wiring.Threads;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.engine.Attendance;
import io.kuberelease.engine.Ending;
import io.kuberelease.engine.Ports;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.SinkHub;
import io.kuberelease.engine.StageActions;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EventSink;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The releases that are under way on this controller. What they are is in their journals; this holds none of it. */
@Extension
public final class ReleaseHost {
    private final Threads threads = new Threads();
    private final JournalCodec codec = new JournalCodec();
    private final Map<Path, Hosted> underWay = new ConcurrentHashMap<>();

    /** The one host. */
    public static ReleaseHost get() {
        return ExtensionList.lookupSingleton(ReleaseHost.class);
    }

    /**
     * Begins a release whose journal holds the plan, or takes it up where its journal ends. One that is under way
     * already is only joined.
     *
     * @param directory the release's directory
     * @param place where its image is built
     * @param subdirectory of the release file in that place
     */
    public CompletableFuture<Ending> carryOut(
            Run<?, ?> run, Path directory, Workplace place, String subdirectory, TaskListener listener) {
        return underWay.computeIfAbsent(directory, absent -> begin(run, directory, place, subdirectory, listener))
                .ending();
    }

    /** The release in the directory, while it is under way here. */
    Optional<Hosted> find(Path directory) {
        return Optional.ofNullable(underWay.get(directory));
    }

    /**
     * Ends a release early.
     *
     * @return whether it was under way
     */
    public boolean abort(Path directory, String by) {
        Optional<Hosted> hosted = find(directory);
        hosted.ifPresent(release -> release.run().abort(by));
        return hosted.isPresent();
    }

    /** Where the releases of a build are kept, each in a directory of its own. */
    public static Path directoriesOf(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve("kube-release");
    }

    /** For work that blocks. */
    public Threads threads() {
        return threads;
    }

    private Hosted begin(Run<?, ?> run, Path directory, Workplace place, String subdirectory, TaskListener listener) {
        FileJournal journal = FileJournal.open(directory, codec);
        ReleaseState state = ReleaseState.of(journal.entries());
        Access access = ExtensionList.lookupFirst(AccessProvider.class).of(run);
        ReleasePorts ports = new ReleasePorts(access, directory, threads);
        Observed observed = new Observed();
        SinkHub hub = new SinkHub(sinks(access, state.plan(), observed, listener));
        String plan = codec.write(journal.entries().get(0));
        Ports all =
                ports.ports(new AgentImageBuilder(place, subdirectory, plan, access.registries(), access.plainHttp()));
        ReleaseRun release = new ReleaseRun(
                journal,
                new StageActions(all, threads.workers(), Clock.systemUTC()),
                hub,
                Clock.systemUTC(),
                threads.loop(),
                Attendance.STAYS);
        if (state.entries() > 1) {
            release.resumedBy("Jenkins");
        }
        CompletableFuture<Ending> ending = release.go()
                .whenCompleteAsync((end, problem) -> putAway(directory, hub, ports, journal, place), threads.workers());
        return new Hosted(release, journal, observed, ending);
    }

    private static List<EventSink> sinks(Access access, ReleasePlan plan, Observed observed, TaskListener listener) {
        List<EventSink> sinks =
                new ArrayList<>(List.of(observed, new ConsoleSink(listener.getLogger(), Clock.systemUTC())));
        access.slack(plan.notifies()).ifPresent(sinks::add);
        return sinks;
    }

    private void putAway(Path directory, SinkHub hub, ReleasePorts ports, FileJournal journal, Workplace place) {
        place.leave();
        hub.close();
        ports.close();
        journal.close();
        underWay.remove(directory);
    }

    /** As if killed, but with the journals free for the next one: what is under way is taken up when Jenkins is back. */
    @Terminator(before = TermMilestone.COMPLETED)
    public static void rest() {
        ReleaseHost host = get();
        host.threads.close();
        host.underWay.values().forEach(Hosted::close);
        host.underWay.clear();
    }
}
