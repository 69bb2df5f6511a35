package io.jenkins.plugins.kuberelease.page;

import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.page.Offer.Deed;
import io.kuberelease.api.ApprovalData;
import io.kuberelease.api.EnvironmentData;
import io.kuberelease.api.ReleaseData;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.view.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a visitor can do with a release at this moment. */
final class Offers {
    private final Run<?, ?> run;
    private final ReleaseControl control;
    private final Visitor visitor;
    private final Attempts attempts;

    /**
     * @param attempts of the build's releases
     */
    Offers(Run<?, ?> run, ReleaseControl control, Visitor visitor, Attempts attempts) {
        this.run = run;
        this.control = control;
        this.visitor = visitor;
        this.attempts = attempts;
    }

    List<Offer> of(HostedRelease found) {
        ReleaseData release = found.data();
        List<Offer> offers = new ArrayList<>();
        release.environments()
                .forEach(environment -> decision(release, environment).ifPresent(offers::add));
        if (release.endedAt().isEmpty() && visitor.may(ReleasePermissions.ABORT)) {
            offers.add(
                    new Offer(Deed.ABORT, "Abort", url(Deed.ABORT, release, ""), Optional.empty(), Optional.empty()));
        }
        if (release.endedAt().isPresent()) {
            found.state().bundle().ifPresent(bundle -> offers.addAll(promotions(release, bundle)));
            offers.addAll(rollbacks(release));
        }
        return offers;
    }

    private Optional<Offer> decision(ReleaseData release, EnvironmentData environment) {
        return environment
                .approval()
                .filter(approval -> approval.state() == ApprovalData.State.WAITING)
                .filter(approval -> visitor.may(ReleasePermissions.APPROVE) && visitor.isNamed(approval.by()))
                .map(approval -> new Offer(
                        Deed.APPROVE,
                        "Review and decide",
                        url(Deed.APPROVE, release, environment.name()),
                        Optional.of(environment.name()),
                        Optional.of(approval.stage())));
    }

    private List<Offer> promotions(ReleaseData release, ImageReference bundle) {
        if (!visitor.may(ReleasePermissions.PROMOTE)) {
            return List.of();
        }
        return control.promotable(run, new ReleaseId(release.release())).stream()
                .filter(to -> attempts.underWay(bundle, to.value()).isEmpty())
                .map(to -> new Offer(
                        Deed.PROMOTE,
                        failedIn(release, to.value()) ? "Deploy to " + to + " again" : "Promote to " + to,
                        url(Deed.PROMOTE, release, to.value()),
                        Optional.of(to.value()),
                        Optional.empty()))
                .toList();
    }

    /** Whoever reads why may know that the reason is gone, a quota for one. */
    static boolean failedIn(ReleaseData release, String to) {
        return release.environments().stream()
                .anyMatch(environment -> environment.name().equals(to) && environment.phase() == Phase.FAILED);
    }

    private List<Offer> rollbacks(ReleaseData release) {
        if (!visitor.may(ReleasePermissions.ROLLBACK) || release.bundle().isEmpty()) {
            return List.of();
        }
        return release.environments().stream()
                .filter(environment -> environment.phase() == Phase.DONE || environment.phase() == Phase.FAILED)
                .map(environment -> new Offer(
                        Deed.ROLLBACK,
                        "Roll back",
                        url(Deed.ROLLBACK, release, environment.name()),
                        Optional.of(environment.name()),
                        Optional.empty()))
                .toList();
    }

    private static String url(Deed what, ReleaseData release, String environment) {
        return "confirm?what=" + what.name().toLowerCase(Locale.ROOT) + "&release=" + Util.rawEncode(release.release())
                + (environment.isEmpty() ? "" : "&environment=" + Util.rawEncode(environment));
    }
}
