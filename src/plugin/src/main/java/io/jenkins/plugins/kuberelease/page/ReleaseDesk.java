package io.jenkins.plugins.kuberelease.page;

import hudson.Util;
import io.jenkins.plugins.kuberelease.page.Offer.Deed;
import io.kuberelease.api.ApprovalData;
import io.kuberelease.api.EnvironmentData;
import io.kuberelease.api.ReleaseData;
import io.kuberelease.model.Approval;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import java.time.InstantSource;
import java.util.Optional;

/** Does what a visitor asks for, if it can be done as things stand. Their permission has been checked before. */
final class ReleaseDesk {
    private final ReleaseAction action;
    private final Visitor visitor;
    private final InstantSource clock;
    private final ReleaseControl control;

    ReleaseDesk(ReleaseAction action, Visitor visitor, InstantSource clock) {
        this.action = action;
        this.visitor = visitor;
        this.clock = clock;
        this.control = ReleaseControl.installed()
                .orElseThrow(() -> Refusal.because(
                        CauseKind.UNAVAILABLE, "nothing carries out releases here", "look at Jenkins' log"));
    }

    /** What a visitor is to be asked before it is done. */
    Question question(Deed deed, String release, String environment) {
        HostedRelease found = release(release);
        return new Questions(action, found.data())
                .of(deed, environment, name -> waiting(found, name), name -> tried(found, name));
    }

    /**
     * A yes or a no to what the visitor was shown.
     *
     * @param diff the hash of the diff that they were shown
     */
    void decide(String release, String environment, String diff, boolean granted, String comment) {
        HostedRelease found = release(release);
        EnvironmentData place = waiting(found, environment);
        ApprovalData approval = place.approval().orElseThrow();
        if (place.diff().filter(shown -> shown.hash().equals(diff)).isEmpty()) {
            throw Refusal.because(
                    CauseKind.LOCKED,
                    "what would change in " + environment + " is not what you were shown any more",
                    "look at it again");
        }
        control.decide(
                action.getRun(),
                found.id(),
                new StageId(approval.stage()),
                new Approval(
                        granted,
                        visitor.name(),
                        clock.instant(),
                        Optional.ofNullable(Util.fixEmptyAndTrim(comment)),
                        bundle(found),
                        new EnvironmentName(environment),
                        place.diff().orElseThrow().revision(),
                        new Digest(diff)));
    }

    void abort(String release) {
        HostedRelease found = release(release);
        if (found.state().result().isPresent()) {
            throw Refusal.because(CauseKind.LOCKED, "the release is over already", "look at what became of it");
        }
        control.abort(action.getRun(), found.id(), visitor.name());
    }

    /**
     * Takes the bundle to another environment.
     *
     * @param tried the last release that took it there or tried to when the visitor was asked, or nothing
     * @return who came first, so that nothing was done
     */
    Optional<Forerunner> promote(String release, String environment, String tried) {
        HostedRelease found = release(release);
        Optional<EnvironmentName> to = control.promotable(action.getRun(), found.id()).stream()
                .filter(name -> name.value().equals(environment))
                .findFirst();
        if (to.isPresent()) {
            return control.promote(action.getRun(), new PromotionWish(found.id(), to.get(), tried, visitor.name()));
        }
        return Optional.of(tried(found, environment)
                .filter(last -> !last.value().equals(tried))
                .map(last -> new Forerunner(action.getRun(), Optional.of(last)))
                .orElseThrow(() -> Refusal.because(
                        CauseKind.BAD_INPUT, "its bundle can't be promoted to that environment now", "look again")));
    }

    /** The last release of the build that took the bundle there, or tried to. */
    private Optional<ReleaseId> tried(HostedRelease release, String environment) {
        return release.state().bundle().flatMap(bundle -> new Attempts(control.find(action.getRun()))
                .last(bundle, environment));
    }

    /**
     * Takes out what the visitor saw.
     *
     * @param bundle the digest of the bundle that they saw in the environment
     */
    void rollback(String release, String environment, String bundle) {
        HostedRelease found = release(release);
        EnvironmentData place = Questions.environment(found.data(), environment);
        if (found.state().result().isEmpty()) {
            throw Refusal.because(
                    CauseKind.LOCKED, "the release is not over yet", "wait for its end, or abort it first");
        }
        Digest seen = found.state()
                .bundle()
                .map(ImageReference::digest)
                .filter(digest -> digest.value().equals(bundle))
                .orElseThrow(() -> Refusal.because(
                        CauseKind.BAD_INPUT,
                        "it is not said that the bundle of this release is what is to be taken out of " + place.name(),
                        "ask again on its release page"));
        control.rollback(action.getRun(), found.id(), new EnvironmentName(place.name()), seen, visitor.name());
    }

    private HostedRelease release(String id) {
        return control.find(action.getRun()).stream()
                .filter(release -> release.id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.because(
                        CauseKind.BAD_INPUT, "this build has no such release", "go back to its release page"));
    }

    /** The environment, if this visitor can decide about it now. */
    private EnvironmentData waiting(HostedRelease release, String environment) {
        ReleaseData data = release.data();
        EnvironmentData place = Questions.environment(data, environment);
        ApprovalData approval = place.approval()
                .filter(asked -> asked.state() == ApprovalData.State.WAITING)
                .orElseThrow(() -> Refusal.because(
                        CauseKind.LOCKED,
                        "nothing waits for a decision in " + place.name(),
                        "look at the release page"));
        if (!visitor.isNamed(approval.by())) {
            throw Refusal.because(
                    CauseKind.ACCESS_DENIED,
                    "Jenkins knows you as " + visitor.name() + "; the approval is for "
                            + String.join(" or ", approval.by()),
                    "ask one of them, or change approval.by of the environment");
        }
        return place;
    }

    private static ImageReference bundle(HostedRelease release) {
        return release.state().bundle().orElseThrow();
    }
}
