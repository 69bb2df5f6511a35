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
     * Compares the commits, or the content where there is no version control. Files that a build has left beside a commit
     * make no other source; a plan with changes that are not committed is not carried out without any.
     *
     * @throws ReleaseException.Errored when there is another source in the directory, or nobody can say
     */
    void requireIn(Path directory) {
        SourceRevision found = new GitSource(Map.of()).revision(directory);
        if (!found.commit().equals(revision.commit())) {
            if (!revision.isContent() && found.isContent()) {
                throw LostSource.untold(revision);
            }
            throw LostSource.replaced(revision, found);
        }
        if (revision.modified() && !found.modified()) {
            throw LostSource.unchanged(revision);
        }
    }
}
