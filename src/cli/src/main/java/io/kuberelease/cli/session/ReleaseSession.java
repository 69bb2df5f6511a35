package io.kuberelease.cli.session;

import io.kuberelease.app.ReleaseRunner.OpenRelease;
import io.kuberelease.app.actions.PendingApproval;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.RunResult;
import io.kuberelease.model.Approval;
import io.kuberelease.model.ReleaseId;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a release as far as possible in this process, asking the person at the terminal where needed. */
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
     * @param name the release's id, for messages
     * @param first called with the run before it begins, for example with a decision
     * @throws io.kuberelease.model.ReleaseException when the journal can't be written
     */
    public RunResult drive(OpenRelease release, ReleaseId name, Consumer<ReleaseRun> first) {
        ReleaseRun run = release.run();
        Interruption interruption = Interruption.watch(run, "kube-release resume " + name, err);
        try {
            first.accept(run);
            return throughApprovals(run);
        } finally {
            release.closeAtRest();
            interruption.close();
        }
    }

    private RunResult throughApprovals(ReleaseRun run) {
        RunResult runResult = await(run);
        while (runResult instanceof RunResult.NeedsPerson) {
            Optional<PendingApproval> pending =
                    PendingApproval.of(runResult.state()).stream().findFirst();
            Optional<Approval> decision = pending.flatMap(decider::ask);
            if (decision.isEmpty()) {
                return runResult;
            }
            run.decide(pending.orElseThrow().stage(), decision.get());
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

    /** Turns Ctrl-C and other signals into an abort of the release, and makes sure that the program ends in time. */
    private static final class Interruption {
        /** Less than the 5 seconds that people are promised. */
        private static final Duration TIME_LIMIT = Duration.ofMillis(4800);

        private static final int EXIT = 130;

        private final CountDownLatch finished = new CountDownLatch(1);
        private final EndingSignals signals = EndingSignals.watch();
        private final Thread hook;

        private Interruption(ReleaseRun run, String howToGoOn, PrintStream err) {
            this.hook = new Thread(() -> abort(run, howToGoOn, err), "interruption");
        }

        /**
         * Starts watching.
         *
         * @param howToGoOn the command to continue with, printed if the program must end before the release has stopped
         */
        static Interruption watch(ReleaseRun run, String howToGoOn, PrintStream err) {
            Interruption interruption = new Interruption(run, howToGoOn, err);
            Runtime.getRuntime().addShutdownHook(interruption.hook);
            return interruption;
        }

        private void abort(ReleaseRun run, String howToGoOn, PrintStream err) {
            Optional<EndingSignals.Signal> signal = signals.received();
            run.abort(signal.map(EndingSignals.Signal::words).orElse("the end of the program"));
            try {
                if (!finished.await(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    String by = signal.map(known -> " by " + known.words()).orElse("");
                    err.println("Ended" + by + " before everything had come to rest. Go on with: " + howToGoOn);
                    Runtime.getRuntime()
                            .halt(signal.map(EndingSignals.Signal::exitCode).orElse(EXIT));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Stops watching, after the release has ended or waits. */
        void close() {
            finished.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException alreadyGoingDown) {
                // The hook is what woke us: it ends now that the latch is open.
            }
        }
    }
}
