package io.kuberelease.app;

import io.kuberelease.engine.Loop;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.RunResult;
import io.kuberelease.view.Details;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A release whose journal, connections and sinks are open.
 *
 * @param run carries it through
 * @param loop what the run decides is decided there
 * @param details what its stages told beyond the journal, as of now
 * @param lastWords lets sinks say their last, and has them remember it; may be asked for twice
 * @param belongings closes its journal, its connections and what it told
 */
public record OpenRelease(ReleaseRun run, Loop loop, Supplier<Details> details, Runnable lastWords, Runnable belongings)
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
