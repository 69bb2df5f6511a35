package io.jenkins.plugins.kuberelease.page;

import io.jenkins.plugins.kuberelease.page.Offer.Deed;
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
     */
    Question of(Deed deed, String place, Function<String, EnvironmentData> waiting) {
        return switch (deed) {
            case APPROVE -> decision(waiting.apply(place));
            case ABORT ->
                question(
                        deed,
                        Optional.empty(),
                        "Abort the release of " + what + "?",
                        "What is under way is told to stop, and what was opened is tidied up. "
                                + "An environment that is being changed is left in a state that the page names.");
            case PROMOTE -> promotion(place, Optional.empty());
            case ROLLBACK -> rollback(environment(release, place).name());
        };
    }

    /**
     * @param tried the last release that took it there or tried to; it counts for what follows that one
     */
    Question promotion(String place, Optional<ReleaseId> tried) {
        return new Question(
                action,
                Deed.PROMOTE,
                release.release(),
                Optional.of(place),
                "Promote " + what + " to " + place + "?",
                "The bundle goes there as it was tested, by digest. It is a release of its own, "
                        + "and asks for the approvals that " + place + " asks for.",
                "",
                Optional.empty(),
                tried,
                Optional.empty());
    }

    private Question rollback(String place) {
        return new Question(
                action,
                Deed.ROLLBACK,
                release.release(),
                Optional.of(place),
                "Roll back " + place + "?",
                "The last good bundle before " + what + " is deployed again. Databases are not rolled back.",
                "Bundle " + release.bundle().map(ArtifactData::abbreviated).orElse("?") + " is taken out of " + place
                        + ". If another one is there by now, nothing is changed.",
                release.bundle().map(ArtifactData::digest),
                Optional.empty(),
                Optional.empty());
    }

    private Question decision(EnvironmentData environment) {
        return new Question(
                action,
                Deed.APPROVE,
                release.release(),
                Optional.of(environment.name()),
                "Release " + what + " to " + environment.name() + "?",
                "Your decision counts for exactly this change. If anything of it changes, it is asked for again.",
                facts(environment),
                Optional.empty(),
                Optional.empty(),
                environment.diff());
    }

    /** What the decision will be bound to. */
    private String facts(EnvironmentData environment) {
        String bundle = release.bundle().map(ArtifactData::abbreviated).orElse("?");
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
        return "Bundle " + bundle + " to " + environment.cluster() + " / " + environment.namespace() + ", " + against
                + until + ".";
    }

    private Question question(Deed deed, Optional<String> environment, String title, String explanation) {
        return new Question(
                action,
                deed,
                release.release(),
                environment,
                title,
                explanation,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static EnvironmentData environment(ReleaseData release, String name) {
        return release.environments().stream()
                .filter(environment -> environment.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.because(
                        CauseKind.BAD_INPUT, "the release has no such environment", "go back to its release page"));
    }
}
