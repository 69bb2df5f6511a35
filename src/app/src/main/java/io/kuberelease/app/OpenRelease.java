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
 * @param run carries the release out
 * @param loop the loop in which the run makes its decisions
 * @param details the progress that stages under way report beyond the journal, as of now
 * @param belongings closes the journal, the sinks, the connections and the host
 */
public record OpenRelease(ReleaseRun run, Loop loop, Supplier<Details> details, Runnable belongings)
        implements AutoCloseable {

    /** Runs the release until it has ended or only waits for people; completes when everything of it is closed. */
    CompletableFuture<RunResult> toItsEnd() {
        return run.go().whenCompleteAsync((runResult, problem) -> belongings.run(), loop);
    }

    @Override
    public void close() {
        belongings.run();
    }
}
