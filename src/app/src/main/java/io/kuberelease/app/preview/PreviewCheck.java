package io.kuberelease.app.preview;

import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.ReleaseConclusion;
import io.kuberelease.view.TextSanitizer;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a preview's release says of itself beside the change that it is of, for example in a pull request.
 *
 * @param name the same for all releases of the app's previews
 * @param title one line
 * @param summary what is where, and until when; or why not
 * @param address where it answers; absent as long as it does not
 */
public record PreviewCheck(String name, State state, String title, String summary, Optional<URI> address) {
    /** How far the release has come. */
    public enum State {
        UNDER_WAY,
        GOOD,
        BAD,
        STOPPED
    }

    /** What there is to say after an event; absent for a release that goes to no preview. */
    public static Optional<PreviewCheck> of(ReleaseState state, Instant now) {
        return state.plan().preview().map(claim -> of(state, claim, now));
    }

    private static PreviewCheck of(ReleaseState state, PreviewClaim claim, Instant now) {
        ReleasePlan plan = state.plan();
        String name = "Preview of " + plan.app();
        String what = plan.version() + " (" + plan.source().shortCommit() + ") of branch "
                + TextSanitizer.text(claim.branch());
        Optional<ReleaseResult> result = state.result();
        if (result.isEmpty()) {
            return new PreviewCheck(
                    name, State.UNDER_WAY, "is being deployed", what + " is being deployed.", Optional.empty());
        }
        String headline = ReleaseConclusion.of(state, now)
                .map(ReleaseConclusion::headline)
                .orElse("it is over");
        return switch (result.get()) {
            case SUCCEEDED ->
                new PreviewCheck(
                        name,
                        State.GOOD,
                        "answers at " + claim.address(),
                        what + " answers at " + claim.address() + ", in namespace "
                                + plan.environments().get(0).target().namespace() + " of cluster "
                                + plan.environments().get(0).target().cluster() + ". It lives until "
                                + now.plus(claim.lifetime()).truncatedTo(ChronoUnit.MINUTES)
                                + ", and longer when it is deployed again.",
                        Optional.of(claim.address()));
            case ABORTED -> new PreviewCheck(name, State.STOPPED, "was stopped", headline, Optional.empty());
            case FAILED, ERRORED ->
                new PreviewCheck(name, State.BAD, "is not there", headline + cause(state), Optional.empty());
        };
    }

    private static String cause(ReleaseState state) {
        return GroupView.all(state).stream()
                .flatMap(view -> view.cause().stream())
                .findFirst()
                .map(why -> "\n\n" + TextSanitizer.text(why.withAdvice()))
                .orElse("");
    }
}
