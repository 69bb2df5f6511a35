package io.jenkins.plugins.kuberelease.page;

import io.jenkins.plugins.kuberelease.page.Offer.Deed;
import io.jenkins.plugins.kuberelease.page.Question.Wording;
import io.kuberelease.api.ApprovalData;
import io.kuberelease.api.ArtifactData;
import io.kuberelease.api.EnvironmentData;
import io.kuberelease.api.ReleaseData;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseId;
import java.util.Optional;
import java.util.function.Function;

/** The words of the questions that are asked before something is done. */
final class Questions {
    private final ReleaseAction action;
    private final ReleaseData release;
    private final String what;

    Questions(ReleaseAction action, ReleaseData release) {
        this.action = action;
        this.release = release;
        this.what = release.app() + " " + release.version();
    }

    /**
     * @param place the environment's name, or nothing
     * @param waiting finds an environment that waits for a decision, or refuses
     * @param tried finds the last release that took the bundle to an environment or tried to
     */
    Question of(
            Deed deed,
            String place,
            Function<String, EnvironmentData> waiting,
            Function<String, Optional<ReleaseId>> tried) {
        return switch (deed) {
            case APPROVE -> decision(waiting.apply(place));
            case ABORT -> abort();
            case PROMOTE -> promotion(place, tried.apply(place));
            case ROLLBACK -> rollback(environment(release, place).name());
        };
    }

    private Question promotion(String place, Optional<ReleaseId> tried) {
        boolean again = Offers.failedIn(release, place);
        return question(
                Deed.PROMOTE,
                Optional.of(place),
                new Wording(
                        (again ? "Deploy " : "Promote ") + what + " to " + place + (again ? " again?" : "?"),
                        "The bundle goes there as it was tested, by digest. It is a release of its own, "
                                + "and asks for the approvals that " + place + " asks for.",
                        "",
                        again ? "Deploy again" : "Promote"),
                new Binding.ToTheNext(tried));
    }

    private Question abort() {
        return question(
                Deed.ABORT,
                Optional.empty(),
                new Wording(
                        "Abort the release of " + what + "?",
                        "What is under way is told to stop, and what was opened is tidied up. "
                                + "An environment that is being changed is left in a state that the page names.",
                        "",
                        "Abort the release"),
                new Binding.ToTheRelease());
    }

    private Question rollback(String place) {
        return question(
                Deed.ROLLBACK,
                Optional.of(place),
                new Wording(
                        "Roll back " + place + "?",
                        "The last good bundle before " + what + " is deployed again. Databases are not rolled back.",
                        "Bundle " + abbreviated() + " is taken out of " + place
                                + ". If another one is there by now, nothing is changed.",
                        "Roll back"),
                new Binding.ToBundle(release.bundle().map(ArtifactData::digest).orElse("")));
    }

    private Question decision(EnvironmentData environment) {
        return question(
                Deed.APPROVE,
                Optional.of(environment.name()),
                new Wording(
                        "Release " + what + " to " + environment.name() + "?",
                        "Your decision counts for exactly this change. If anything of it changes, it is asked for again.",
                        facts(environment),
                        "Approve"),
                environment.diff().<Binding>map(Binding.ToChange::new).orElseGet(Binding.ToTheRelease::new));
    }

    private Question question(Deed deed, Optional<String> environment, Wording wording, Binding binding) {
        return new Question(action, deed, release.release(), environment, wording, binding);
    }

    private String abbreviated() {
        return release.bundle().map(ArtifactData::abbreviated).orElse("?");
    }

    /** What the decision will be bound to. */
    private String facts(EnvironmentData environment) {
        String against = environment
                .diff()
                .filter(diff -> diff.revision() > 0)
                .map(diff -> "against Helm revision " + diff.revision())
                .orElse("nothing is deployed there yet");
        String until = environment
                .approval()
                .flatMap(ApprovalData::until)
                .map(end -> ". Nobody can decide any more after " + Words.moment(end))
                .orElse("");
        return "Bundle " + abbreviated() + " to " + environment.cluster() + " / " + environment.namespace() + ", "
                + against + until + ".";
    }

    static EnvironmentData environment(ReleaseData release, String name) {
        return release.environments().stream()
                .filter(environment -> environment.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.because(
                        CauseKind.BAD_INPUT, "the release has no such environment", "go back to its release page"));
    }
}
