package io.jenkins.plugins.kuberelease.run;

import io.kuberelease.engine.Ending;
import io.kuberelease.engine.ReleaseRun;
import java.util.concurrent.CompletableFuture;

/**
 * A release that is under way.
 *
 * @param observed what its stages told beyond the journal
 * @param ending completes when it is over and everything of it is closed
 * @param belongings its journal, its connections and what it told; closed early when Jenkins goes down
 */
record Hosted(ReleaseRun run, Observed observed, CompletableFuture<Ending> ending, Runnable belongings) {}
