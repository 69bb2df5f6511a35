package io.kuberelease.app.page;

import io.kuberelease.model.Approval;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the pages need of the host that carries releases out. Who may do what is the pages' business: whoever calls this
 * has been let in. Methods answer at once and ask no cluster; what they start goes on by itself, also when the build has
 * ended.
 *
 * <p>What can't be done is refused with {@link io.kuberelease.model.ReleaseException.Failed}, whose words are shown to
 * the person who asked.
 *
 * @param <B> the build, or whatever else a host keeps releases by
 */
public interface HostedReleases<B> {

    /** The releases that the build began, with those that were begun from its page; the oldest first. */
    List<HostedRelease> find(B build);

    /** The same releases in short: what lists of many builds ask for. */
    List<ReleaseSummary> summaries(B build);

    /** A person decided about a stage that waits. */
    void decide(B build, ReleaseId release, StageId stage, Approval approval);

    /** Ends a release early. */
    void abort(B build, ReleaseId release, String by);

    /** Where the release's bundle can go that it has not been, in the order of the release file. */
    List<EnvironmentName> promotable(B build, ReleaseId release);

    /**
     * Takes a release's bundle to another environment: a release of its own, found under the same build.
     *
     * @return what takes it there already, or has tried to since the person was asked: nothing was begun then
     */
    Optional<DuplicatePromotion<B>> promote(B build, WantedPromotion wish);

    /**
     * Takes the release's bundle out of an environment, back to the last good one before it: a release of its own, under
     * the same build. Refused when the environment holds another bundle by now, or is being rolled back already.
     *
     * @param bundle what the person saw there
     */
    void rollback(B build, ReleaseId release, EnvironmentName environment, Digest bundle, String by);

    /** The file with all that was seen when a stage failed; absent when none is kept. */
    Optional<Path> evidence(B build, ReleaseId release, StageId stage);

    /** The file with the lines of a release that had no build to write to; absent when it wrote to its build's console. */
    Optional<Path> console(B build, ReleaseId release);
}
