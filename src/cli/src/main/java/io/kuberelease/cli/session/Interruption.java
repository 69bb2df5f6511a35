package io.kuberelease.cli.session;

import io.kuberelease.engine.ReleaseRun;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Turns Ctrl-C and a polite kill into an abort of the release, and sees to it that the program ends in time. */
final class Interruption {
    /** Less than the 5 seconds that people are promised. */
    private static final Duration PATIENCE = Duration.ofMillis(4800);

    private static final int EXIT = 130;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final EndingSignals signals = EndingSignals.watch();
    private final Thread hook;

    private Interruption(ReleaseRun run, String howToGoOn, PrintStream err) {
        this.hook = new Thread(() -> abort(run, howToGoOn, err), "interruption");
    }

    /**
     * Watches from now on.
     *
     * @param howToGoOn what to type to go on, told when the program has to end before everything has
     */
    static Interruption watch(ReleaseRun run, String howToGoOn, PrintStream err) {
        Interruption interruption = new Interruption(run, howToGoOn, err);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void abort(ReleaseRun run, String howToGoOn, PrintStream err) {
        run.abort(signals.received().map(EndingSignals.Signal::words).orElse("the end of the program"));
        try {
            if (!finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                err.println("Ended before everything had come to rest. Go on with: " + howToGoOn);
                Runtime.getRuntime()
                        .halt(signals.received()
                                .map(EndingSignals.Signal::exitCode)
                                .orElse(EXIT));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The release has ended or rests: nothing needs to be interrupted any more. */
    void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyGoingDown) {
            // The hook is what woke us: it ends now that the latch is open.
        }
    }
}
