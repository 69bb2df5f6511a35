package io.kuberelease.app.actions;

import io.kuberelease.model.Approval;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The releases of a host, and what can be done with them. {@link ReleaseActions} says what must be so before, and who
 * may. Methods ask no cluster, but for those that begin a release, which wait some seconds for its plan. A release that
 * was begun goes on by itself, also when the build has ended.
 *
 * <p>A request that can't be met is refused with {@link io.kuberelease.model.ReleaseException.Failed}, whose message is
 * shown to the person who asked.
 *
 * @param <B> the build, or whatever a host groups releases by
 */
public interface HostedReleases<B> {

    /** The releases of the build, begun by its steps or from its page; the oldest first. */
    List<HostedRelease> find(B build);

    /** Why releases of the build can't be told, one sentence each: what their journals are broken by. Usually empty. */
    List<String> unreadable(B build);

    /** Hands a person's decision to a stage that waits for it. */
    void decide(B build, ReleaseId release, StageId stage, Approval approval);

    /** Aborts a release. */
    void abort(B build, ReleaseId release, String by);

    /** The environments that the release's bundle can be promoted to, in the order of the release file. */
    List<EnvironmentName> promotable(B build, ReleaseId release);

    /**
     * Begins a promotion: a release of its own, found under the same build.
     *
     * @return an earlier release that takes the bundle there, unknown to the requester: nothing was begun then; empty
     *     otherwise
     */
    Optional<DuplicatePromotion<B>> promote(B build, WantedPromotion wish);

    /**
     * Begins a rollback of an environment to the last good bundle before this release's: a release of its own, under
     * the same build. Refused when the environment holds another bundle by now, or is being rolled back already.
     *
     * @param bundle the bundle that the requester saw in the environment
     */
    void rollback(B build, ReleaseId release, EnvironmentName environment, Digest bundle, String by);

    /** The file with the evidence of a failed stage; absent when none is kept. */
    Optional<Path> evidence(B build, ReleaseId release, StageId stage);

    /** The log file of a release that has no build to write to; absent when it wrote to its build's console. */
    Optional<Path> console(B build, ReleaseId release);

    /** What this host advises those whom it refuses. */
    HostAdvice advice();
}
