package io.kuberelease.app.page;

import io.kuberelease.api.ApprovalData;
import io.kuberelease.api.ArtifactData;
import io.kuberelease.api.DiffData;
import io.kuberelease.api.EnvironmentData;
import io.kuberelease.api.ReleaseData;
import io.kuberelease.app.actions.ActionKind;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.actions.ReleaseActions;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.view.Phase;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The question that is asked before something is done. The answer counts only for what was shown: {@code fields}
 * identify that, and are sent with the answer.
 *
 * @param form the version of this form
 * @param kind the action that is asked about; the form is sent to the address of that name
 * @param title the question in a line
 * @param explanation the consequences of a yes
 * @param facts the exact subject; may be empty
 * @param yes the label of the button that confirms
 * @param no the label of the button that refuses; absent where there is nothing to refuse
 * @param destructive whether the action takes something away
 * @param fields sent along with the form
 * @param until the time after which nobody can answer any more
 * @param diff the change to decide about
 */
public record DecisionPage(
        int form,
        ActionKind kind,
        String release,
        Optional<String> environment,
        String title,
        String explanation,
        String facts,
        String yes,
        Optional<String> no,
        boolean destructive,
        Map<String, String> fields,
        Optional<Instant> until,
        Optional<DiffData> diff) {
    private static final int FORM = 1;

    public DecisionPage {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * The question to ask before an action is taken.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when it can't be taken now
     */
    public static DecisionPage of(ReleaseActions<?> actions, ActionKind kind, String release, String environment) {
        HostedRelease found = actions.release(release);
        ReleaseData data = found.data();
        return switch (kind) {
            case APPROVE ->
                approval(data, place(data, actions.pending(found, environment).environment()));
            case ABORT -> abort(data);
            case PROMOTE -> promotion(data, environment, actions.tried(found, environment));
            case ROLLBACK -> rollback(data, place(data, actions.environment(found, environment)));
        };
    }

    private static EnvironmentData place(ReleaseData release, EnvironmentName name) {
        return release.environments().stream()
                .filter(environment -> environment.name().equals(name.value()))
                .findFirst()
                .orElseThrow();
    }

    /** Asks whether an environment is to be changed as the diff shows. */
    private static DecisionPage approval(ReleaseData release, EnvironmentData environment) {
        Optional<DiffData> diff = environment.diff();
        String against = diff.filter(change -> change.revision() > 0)
                .map(change -> "against Helm revision " + change.revision())
                .orElse("nothing is deployed there yet");
        return new DecisionPage(
                FORM,
                ActionKind.APPROVE,
                release.release(),
                Optional.of(environment.name()),
                "Release " + what(release) + " to " + environment.name() + "?",
                "Your decision counts for exactly this change. If anything of it changes, it is asked for again.",
                "Bundle " + bundle(release) + " to " + environment.cluster() + " / " + environment.namespace() + ", "
                        + against + ".",
                "Approve",
                Optional.of("Reject"),
                false,
                fields(
                        release,
                        environment.name(),
                        Map.of("diff", diff.map(DiffData::hash).orElse(""))),
                environment.approval().flatMap(ApprovalData::until),
                diff);
    }

    /** Asks whether a release is to be aborted. */
    private static DecisionPage abort(ReleaseData release) {
        return plain(
                release,
                ActionKind.ABORT,
                Optional.empty(),
                "Abort the release of " + what(release) + "?",
                "What is under way is told to stop, and what was opened is tidied up. "
                        + "An environment that is being changed is left in a state that the page names.",
                "",
                "Abort the release",
                Map.of());
    }

    /**
     * Asks whether a bundle is to be promoted.
     *
     * @param tried the last release that took it there or tried to; the answer is void when there is a newer one
     */
    private static DecisionPage promotion(ReleaseData release, String to, Optional<ReleaseId> tried) {
        boolean again = failedIn(release, to);
        return plain(
                release,
                ActionKind.PROMOTE,
                Optional.of(to),
                (again ? "Deploy " : "Promote ") + what(release) + " to " + to + (again ? " again?" : "?"),
                "The bundle goes there as it was tested, by digest. It is a release of its own, "
                        + "and asks for the approvals that " + to + " asks for.",
                "",
                again ? "Deploy again" : "Promote",
                tried.map(id -> Map.of("tried", id.value())).orElse(Map.of()));
    }

    /** Asks whether an environment is to be rolled back. */
    private static DecisionPage rollback(ReleaseData release, EnvironmentData environment) {
        return plain(
                release,
                ActionKind.ROLLBACK,
                Optional.of(environment.name()),
                "Roll back " + environment.name() + "?",
                "The last good bundle before " + what(release) + " is deployed again. Databases are not rolled back.",
                "Bundle " + bundle(release) + " is taken out of " + environment.name()
                        + ". If another one is there by now, nothing is changed.",
                "Roll back",
                release.bundle()
                        .map(bundle -> Map.of("bundle", bundle.digest()))
                        .orElse(Map.of()));
    }

    /**
     * Whether the release failed in the environment. It may be tried again: its reader may know that the cause, such as
     * a full quota, is gone.
     */
    static boolean failedIn(ReleaseData release, String to) {
        return release.environments().stream()
                .anyMatch(environment -> environment.name().equals(to) && environment.phase() == Phase.FAILED);
    }

    private static DecisionPage plain(
            ReleaseData release,
            ActionKind kind,
            Optional<String> environment,
            String title,
            String explanation,
            String facts,
            String yes,
            Map<String, String> bindings) {
        return new DecisionPage(
                FORM,
                kind,
                release.release(),
                environment,
                title,
                explanation,
                facts,
                yes,
                Optional.empty(),
                kind == ActionKind.ABORT || kind == ActionKind.ROLLBACK,
                fields(release, environment.orElse(""), bindings),
                Optional.empty(),
                Optional.empty());
    }

    private static Map<String, String> fields(ReleaseData release, String environment, Map<String, String> bindings) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("release", release.release());
        fields.put("environment", environment);
        fields.putAll(bindings);
        return fields;
    }

    private static String what(ReleaseData release) {
        return release.app() + " " + release.version();
    }

    private static String bundle(ReleaseData release) {
        return release.bundle().map(ArtifactData::abbreviated).orElse("?");
    }
}
