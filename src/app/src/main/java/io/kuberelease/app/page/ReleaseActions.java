package io.kuberelease.app.page;

import io.kuberelease.api.ApprovalData;
import io.kuberelease.api.EnvironmentData;
import io.kuberelease.api.ReleaseData;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import java.time.InstantSource;
import java.util.Optional;

/** Carries out actions of a visitor, if the state of the release allows them. Permissions must be checked before. */
public final class ReleaseActions<B> {
    private final B build;
    private final HostedReleases<B> releases;
    private final CurrentUser visitor;
    private final InstantSource clock;

    public ReleaseActions(B build, HostedReleases<B> releases, CurrentUser visitor, InstantSource clock) {
        this.build = build;
        this.releases = releases;
        this.visitor = visitor;
        this.clock = clock;
    }

    /** Makes the question to ask before an action is taken. */
    public DecisionPage question(OfferedAction.Kind kind, String release, String environment) {
        HostedRelease found = release(release);
        ReleaseData data = found.data();
        return switch (kind) {
            case APPROVE -> DecisionPage.approval(data, waiting(found, environment));
            case ABORT -> DecisionPage.abort(data);
            case PROMOTE -> DecisionPage.promotion(data, environment, tried(found, environment));
            case ROLLBACK -> DecisionPage.rollback(data, environment(data, environment));
        };
    }

    /**
     * Approves or rejects the change that the visitor was shown.
     *
     * @param diff the hash of the diff that they were shown; refused when it is not that of the present diff
     */
    public void decide(String release, String environment, String diff, boolean granted, String comment) {
        HostedRelease found = release(release);
        EnvironmentData place = waiting(found, environment);
        ApprovalData approval = place.approval().orElseThrow();
        if (place.diff().filter(shown -> shown.hash().equals(diff)).isEmpty()) {
            throw refused(
                    CauseKind.LOCKED,
                    "what would change in " + environment + " is not what you were shown any more",
                    "look at it again");
        }
        releases.decide(
                build,
                found.id(),
                new StageId(approval.stage()),
                new Approval(
                        granted,
                        visitor.name(),
                        clock.instant(),
                        Optional.of(comment).map(String::strip).filter(text -> !text.isEmpty()),
                        bundle(found),
                        new EnvironmentName(environment),
                        place.diff().orElseThrow().revision(),
                        new Digest(diff)));
    }

    public void abort(String release) {
        HostedRelease found = release(release);
        if (found.state().result().isPresent()) {
            throw refused(CauseKind.LOCKED, "the release is over already", "look at what became of it");
        }
        releases.abort(build, found.id(), visitor.name());
    }

    /**
     * Promotes the release's bundle to another environment.
     *
     * @param tried the last release that took it there or tried to, as the visitor was shown; empty for none
     * @return an earlier release that took the bundle there, when one came first: nothing was begun then; empty
     *     otherwise
     */
    public Optional<DuplicatePromotion<B>> promote(String release, String environment, String tried) {
        HostedRelease found = release(release);
        Optional<EnvironmentName> to = releases.promotable(build, found.id()).stream()
                .filter(name -> name.value().equals(environment))
                .findFirst();
        if (to.isPresent()) {
            return releases.promote(build, new WantedPromotion(found.id(), to.get(), tried, visitor.name()));
        }
        return Optional.of(tried(found, environment)
                .filter(last -> !last.value().equals(tried))
                .map(last -> new DuplicatePromotion<>(build, Optional.of(last)))
                .orElseThrow(() -> refused(
                        CauseKind.BAD_INPUT, "its bundle can't be promoted to that environment now", "look again")));
    }

    /** The last release of the build that took the bundle there, or tried to. */
    private Optional<ReleaseId> tried(HostedRelease release, String environment) {
        return release.state().bundle().flatMap(bundle -> new Attempts(releases.find(build)).last(bundle, environment));
    }

    /**
     * Rolls the environment back.
     *
     * @param bundle the digest of the bundle that they saw in the environment
     */
    public void rollback(String release, String environment, String bundle) {
        HostedRelease found = release(release);
        EnvironmentData place = environment(found.data(), environment);
        if (found.state().result().isEmpty()) {
            throw refused(CauseKind.LOCKED, "the release is not over yet", "wait for its end, or abort it first");
        }
        Digest seen = found.state()
                .bundle()
                .map(ImageReference::digest)
                .filter(digest -> digest.value().equals(bundle))
                .orElseThrow(() -> refused(
                        CauseKind.BAD_INPUT,
                        "it is not said that the bundle of this release is what is to be taken out of " + place.name(),
                        "ask again on its release page"));
        releases.rollback(build, found.id(), new EnvironmentName(place.name()), seen, visitor.name());
    }

    private HostedRelease release(String id) {
        return releases.find(build).stream()
                .filter(release -> release.id().value().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        refused(CauseKind.BAD_INPUT, "this build has no such release", "go back to its release page"));
    }

    /** The environment, if this visitor can decide about it now. */
    private EnvironmentData waiting(HostedRelease release, String environment) {
        ReleaseData data = release.data();
        EnvironmentData place = environment(data, environment);
        ApprovalData approval = place.approval()
                .filter(asked -> asked.state() == ApprovalData.State.WAITING)
                .orElseThrow(() -> refused(
                        CauseKind.LOCKED,
                        "nothing waits for a decision in " + place.name(),
                        "look at the release page"));
        if (!visitor.isNamed(approval.by())) {
            throw refused(
                    CauseKind.ACCESS_DENIED,
                    "you are known as " + visitor.name() + "; the approval is for "
                            + String.join(" or ", approval.by()),
                    "ask one of them, or change approval.by of the environment");
        }
        return place;
    }

    private static ImageReference bundle(HostedRelease release) {
        return release.state().bundle().orElseThrow();
    }

    private static EnvironmentData environment(ReleaseData release, String name) {
        return release.environments().stream()
                .filter(environment -> environment.name().equals(name))
                .findFirst()
                .orElseThrow(() -> refused(
                        CauseKind.BAD_INPUT, "the release has no such environment", "go back to its release page"));
    }

    private static ReleaseException.Failed refused(CauseKind kind, String summary, String whatToDo) {
        return new ReleaseException.Failed(Cause.of(kind, summary).suggesting(whatToDo));
    }
}
