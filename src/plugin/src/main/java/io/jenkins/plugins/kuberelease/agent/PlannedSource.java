package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.SourceRevision;
import java.nio.file.Path;
import java.util.Map;

/**
 * The source that a plan was made of, asked for again in a place where time has passed: a branch may have moved on, or
 * a later build have used the workspace.
 */
record PlannedSource(SourceRevision revision) {
    /**
     * Compares the commits, or the content where there is no version control.
     *
     * @throws ReleaseException.Errored when there is another source in the directory
     */
    void requireIn(Path directory) {
        SourceRevision found = new GitSource(Map.of()).revision(directory);
        if (!found.commit().equals(revision.commit())) {
            throw LostSource.replaced(revision, found);
        }
    }
}
