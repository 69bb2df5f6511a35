package io.kuberelease.app;

import io.kuberelease.engine.Loop;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.RunResult;
import io.kuberelease.view.Details;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A release whose journal, connections and sinks are open.
 *
 * @param run carries it through
 * @param loop what the run decides is decided there
 * @param details what its stages told beyond the journal, as of now
 * @param belongings closes its journal, its connections and what it told
 */
public record OpenRelease(ReleaseRun run, Loop loop, Supplier<Details> details, Runnable belongings)
        implements AutoCloseable {

    /** Carries it to its end, or to where only people are waited for; completes when everything of it is closed. */
    CompletableFuture<RunResult> toItsEnd() {
        return run.go().whenCompleteAsync((runResult, problem) -> belongings.run(), loop);
    }

    @Override
    public void close() {
        belongings.run();
    }
}
