package io.jenkins.plugins.kuberelease.run;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.engine.Ending;
import io.kuberelease.engine.ReleaseRun;
import java.util.concurrent.CompletableFuture;

/**
 * A release that is under way.
 *
 * @param observed what its stages told beyond the journal
 * @param ending completes when it is over and everything of it is closed
 */
record Hosted(ReleaseRun run, FileJournal journal, Observed observed, CompletableFuture<Ending> ending) {
    void close() {
        journal.close();
    }
}
