package io.kuberelease.cli.session;

import io.kuberelease.app.OpenRelease;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.ReleaseId;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Takes a release as far as it goes in this process, asking the person at the terminal where one is needed. */
public final class ReleaseSession {
    private final Decider decider;
    private final PrintStream err;

    public ReleaseSession(Decider decider, PrintStream err) {
        this.decider = decider;
        this.err = err;
    }

    /**
     * Runs until the release is over, or waits for a person who is not here.
     *
     * @param release closed at the end
     * @param name what it is called
     * @param first what to tell the run before it begins, for example a decision
     * @throws io.kuberelease.model.ReleaseException when the journal can't be written
     */
    public RunResult drive(OpenRelease release, ReleaseId name, Consumer<ReleaseRun> first) {
        ReleaseRun run = release.run();
        Interruption interruption = Interruption.watch(run, "kube-release resume " + name, err);
        try {
            first.accept(run);
            return throughApprovals(run);
        } finally {
            release.close();
            interruption.close();
        }
    }

    private RunResult throughApprovals(ReleaseRun run) {
        RunResult runResult = await(run);
        while (runResult instanceof RunResult.NeedsPerson) {
            Optional<StageState> stage =
                    Approver.waiting(runResult.state()).stream().findFirst();
            ReleaseState seen = runResult.state();
            Optional<Approval> decision = stage.flatMap(waiting -> decider.ask(seen, waiting));
            if (decision.isEmpty()) {
                return runResult;
            }
            run.decide(stage.orElseThrow().stage().id(), decision.get());
            runResult = await(run);
        }
        return runResult;
    }

    private static RunResult await(ReleaseRun run) {
        try {
            return run.go().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
