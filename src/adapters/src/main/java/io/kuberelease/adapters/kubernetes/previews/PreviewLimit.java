package io.kuberelease.adapters.kubernetes.previews;

import io.kuberelease.adapters.kubernetes.support.Pause;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.LivePreview.State;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.port.StageControl;
import io.kuberelease.view.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Whether there is room for one more preview.
 *
 * @param live the app's previews in a cluster
 */
record PreviewLimit(
        EnvironmentSpec environment,
        PreviewClaim claim,
        BiFunction<Target, AppName, List<LivePreview>> live,
        InstantSource clock) {
    private static final Duration TO_GO_BACK = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Before anything is made; who slips through is counted again. */
    void refuseBefore() {
        List<LivePreview> there = others();
        there.stream()
                .filter(other -> other.branch().equals(claim.branch()))
                .findFirst()
                .ifPresent(this::refuseSecond);
        if (there.stream().filter(other -> other.state() == State.LIVE).count() >= claim.limit()) {
            throw full(there);
        }
    }

    /** Nobody would find the first one any more, by the branch's name. */
    private void refuseSecond(LivePreview first) {
        throw new ReleaseException.Failed(Cause.of(
                        CauseKind.REFUSED,
                        "branch " + claim.branch() + " has a preview already, in namespace " + first.namespace()
                                + ", which was made when preview.namespace of the release file was another one")
                .suggesting("delete that one first (kube-release preview delete " + claim.branch()
                        + "), and release again, or write preview.namespace as it was"));
    }

    /**
     * Returns once it is certain that the preview, whose namespace is there, is not one too many.
     *
     * @throws ReleaseException.Failed when it is
     */
    void admit(StageControl control) {
        String name = environment.target().namespace().value();
        Instant until = clock.instant().plus(TO_GO_BACK);
        Pause pause = new Pause(control.cancellation(), "the claim of namespace " + name);
        while (true) {
            List<LivePreview> others = others();
            Room.Answer answer = new Room(name, others, claim.limit()).answer();
            if (answer == Room.Answer.STAYS) {
                return;
            }
            if (answer == Room.Answer.FULL || clock.instant().isAfter(until)) {
                throw full(others);
            }
            control.progress().note("waits for others that are being claimed");
            pause.of(PAUSE);
        }
    }

    /** Those that take places: not what is being deleted, nor what a release that died has claimed and never used. */
    private List<LivePreview> others() {
        Instant now = clock.instant();
        return live.apply(environment.target(), environment.app()).stream()
                .filter(preview -> preview.state() != State.ENDING)
                .filter(preview -> preview.state() != State.CLAIMED || !preview.overdue(now))
                .filter(preview ->
                        !preview.namespace().equals(environment.target().namespace()))
                .toList();
    }

    private ReleaseException.Failed full(List<LivePreview> there) {
        Instant now = clock.instant();
        String list = there.stream()
                .map(preview -> preview.branch() + " (by " + preview.owner() + ", "
                        + Durations.age(Duration.between(preview.since(), now)) + " old, "
                        + (preview.overdue(now)
                                ? "its time is over"
                                : "lives for " + Durations.age(Duration.between(now, preview.until())))
                        + ")")
                .collect(Collectors.joining(", "));
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.REFUSED,
                        "no preview of branch " + claim.branch() + " was made: " + environment.app() + " has "
                                + there.size() + " in cluster "
                                + environment.target().cluster() + ", and preview.limit is " + claim.limit()
                                + ". There are: " + list)
                .suggesting("delete one that nobody needs (kube-release preview delete "
                        + there.stream().map(LivePreview::branch).findFirst().orElse("BRANCH")
                        + "), remove those whose time is over (kube-release preview reap), or raise preview.limit"));
    }
}
