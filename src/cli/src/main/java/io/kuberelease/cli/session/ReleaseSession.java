package io.kuberelease.cli.session;

import io.kuberelease.app.Threads;
import io.kuberelease.engine.Attendance;
import io.kuberelease.engine.Ending;
import io.kuberelease.engine.Loop;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.SinkHub;
import io.kuberelease.engine.StageActions;
import io.kuberelease.journal.Journal;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import io.kuberelease.port.EventSink;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Takes a release as far as it goes in this process, asking the person at the terminal where one is needed. */
public final class ReleaseSession {
    private final StageActions actions;
    private final List<EventSink> sinks;
    private final Decider decider;
    private final Attendance attendance;
    private final Threads threads;
    private final InstantSource clock;
    private final PrintStream err;

    public ReleaseSession(
            StageActions actions,
            List<EventSink> sinks,
            Decider decider,
            Attendance attendance,
            Threads threads,
            InstantSource clock,
            PrintStream err) {
        this.actions = actions;
        this.sinks = List.copyOf(sinks);
        this.decider = decider;
        this.attendance = attendance;
        this.threads = threads;
        this.clock = clock;
        this.err = err;
    }

    /**
     * Runs until the release is over, or waits for a person who is not here.
     *
     * @param journal closed at the end
     * @param first what to tell the run before it begins, for example a decision
     * @throws io.kuberelease.model.ReleaseException when the journal can't be written
     */
    public Ending drive(Journal journal, Consumer<ReleaseRun> first) {
        SinkHub hub = new SinkHub(sinks);
        Loop loop = Loop.among(threads.workers(), threads.timers());
        ReleaseRun run = new ReleaseRun(journal, actions, hub, clock, loop, attendance);
        String howToGoOn = "kube-release resume "
                + ReleaseState.of(journal.entries()).plan().release();
        Interruption interruption = Interruption.watch(run, howToGoOn, err);
        try {
            first.accept(run);
            return throughApprovals(run);
        } finally {
            hub.close();
            journal.close();
            interruption.close();
        }
    }

    private Ending throughApprovals(ReleaseRun run) {
        Ending ending = await(run);
        while (ending instanceof Ending.NeedsPerson) {
            Optional<StageState> stage =
                    Approver.waiting(ending.state()).stream().findFirst();
            ReleaseState seen = ending.state();
            Optional<Approval> decision = stage.flatMap(waiting -> decider.ask(seen, waiting));
            if (decision.isEmpty()) {
                return ending;
            }
            run.decide(stage.orElseThrow().stage().id(), decision.get());
            ending = await(run);
        }
        return ending;
    }

    private static Ending await(ReleaseRun run) {
        try {
            return run.go().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
