package io.kuberelease.app.page;

import io.kuberelease.api.ApprovalData;
import io.kuberelease.api.EnvironmentData;
import io.kuberelease.api.ReleaseData;
import io.kuberelease.app.actions.ActionKind;
import io.kuberelease.app.actions.Attempts;
import io.kuberelease.app.actions.CurrentUser;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.actions.HostedReleases;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.view.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the actions that a visitor can take on a release now. */
final class Offers<B> {
    private final B build;
    private final HostedReleases<B> releases;
    private final CurrentUser visitor;
    private final Attempts attempts;

    /**
     * @param attempts made of the build's releases
     */
    Offers(B build, HostedReleases<B> releases, CurrentUser visitor, Attempts attempts) {
        this.build = build;
        this.releases = releases;
        this.visitor = visitor;
        this.attempts = attempts;
    }

    List<OfferedAction> of(HostedRelease found) {
        ReleaseData release = found.data();
        List<OfferedAction> offers = new ArrayList<>();
        release.environments()
                .forEach(environment -> decision(release, environment).ifPresent(offers::add));
        if (release.endedAt().isEmpty() && visitor.may(ActionKind.ABORT)) {
            offers.add(new OfferedAction(
                    ActionKind.ABORT, "Abort", url(ActionKind.ABORT, release, ""), Optional.empty(), Optional.empty()));
        }
        if (release.endedAt().isPresent()) {
            found.state().bundle().ifPresent(bundle -> offers.addAll(promotions(release, bundle)));
            offers.addAll(rollbacks(release));
        }
        return offers;
    }

    private Optional<OfferedAction> decision(ReleaseData release, EnvironmentData environment) {
        return environment
                .approval()
                .filter(approval -> approval.state() == ApprovalData.State.WAITING)
                .filter(approval -> visitor.may(ActionKind.APPROVE) && visitor.isNamed(approval.by()))
                .map(approval -> new OfferedAction(
                        ActionKind.APPROVE,
                        "Review and decide",
                        url(ActionKind.APPROVE, release, environment.name()),
                        Optional.of(environment.name()),
                        Optional.of(approval.stage())));
    }

    private List<OfferedAction> promotions(ReleaseData release, ImageReference bundle) {
        if (!visitor.may(ActionKind.PROMOTE)) {
            return List.of();
        }
        return releases.promotable(build, new ReleaseId(release.release())).stream()
                .filter(to -> attempts.underWay(bundle, to.value()).isEmpty())
                .map(to -> new OfferedAction(
                        ActionKind.PROMOTE,
                        DecisionPage.failedIn(release, to.value()) ? "Deploy to " + to + " again" : "Promote to " + to,
                        url(ActionKind.PROMOTE, release, to.value()),
                        Optional.of(to.value()),
                        Optional.empty()))
                .toList();
    }

    private List<OfferedAction> rollbacks(ReleaseData release) {
        if (!visitor.may(ActionKind.ROLLBACK) || release.bundle().isEmpty()) {
            return List.of();
        }
        return release.environments().stream()
                .filter(environment -> environment.phase() == Phase.DONE || environment.phase() == Phase.FAILED)
                .map(environment -> new OfferedAction(
                        ActionKind.ROLLBACK,
                        "Roll back",
                        url(ActionKind.ROLLBACK, release, environment.name()),
                        Optional.of(environment.name()),
                        Optional.empty()))
                .toList();
    }

    private static String url(ActionKind what, ReleaseData release, String environment) {
        return "confirm?what=" + what.word() + "&release=" + KeptLinks.encoded(release.release())
                + (environment.isEmpty() ? "" : "&environment=" + KeptLinks.encoded(environment));
    }
}
