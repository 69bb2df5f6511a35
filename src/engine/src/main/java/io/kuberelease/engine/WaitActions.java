package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Failed;
import io.kuberelease.journal.StageOutcome.Succeeded;
import io.kuberelease.journal.StageOutcome.Waiting;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.AwaitedApproval;
import io.kuberelease.plan.EnvironmentSecrets;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.TypedStage;
import io.kuberelease.port.Deployer.Comparison;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import io.kuberelease.port.ResourceTracker.Tracking;
import io.kuberelease.port.ResourceTracker.Verdict;
import io.kuberelease.port.StageControl;
import io.kuberelease.view.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The waits before an environment is changed: for a soak, for a person, for the end of a freeze. */
final class WaitActions {
    /** How long an app that has soaked may take to prove that it is ready now. */
    private static final Duration STILL_HEALTHY = Duration.ofSeconds(30);

    private final Ports ports;
    private final Bundles bundles;
    private final InstantSource clock;

    WaitActions(Ports ports, Bundles bundles, InstantSource clock) {
        this.ports = ports;
        this.bundles = bundles;
        this.clock = clock;
    }

    /**
     * Waits unless a person has decided about this very change. The decision must be witnessed or proven, since others
     * may write into the journal.
     */
    StageOutcome awaitApproval(StageTask.AwaitApproval task, ReleaseState state, StageControl control) {
        if (EnvironmentActions.isUnchanged(state, task.environment())) {
            return EnvironmentActions.UNCHANGED;
        }
        Optional<Approval> decision = Waits.decision(state.stage(control.stage()), state);
        if (decision.isEmpty()) {
            return waiting(task, state, control, "");
        }
        Optional<String> doubt = ports.approvals().doubt(asked(task, state, control.stage()), decision.get());
        if (doubt.isPresent()) {
            control.progress().note("not counted: " + doubt.get());
            return waiting(task, state, control, "; not counted: " + doubt.get());
        }
        return outcome(decision.get());
    }

    private static StageOutcome waiting(
            StageTask.AwaitApproval task, ReleaseState state, StageControl control, String doubt) {
        List<String> by = task.rule().by();
        String who = by.isEmpty() ? "approval" : "approval by " + String.join(" or ", by);
        String again = state.stage(control.stage())
                .again()
                .map(why -> ", asked again: " + why)
                .orElse("");
        return new Waiting(control.deadline(), who + again + doubt);
    }

    private static StageOutcome outcome(Approval approval) {
        if (approval.granted()) {
            return new Succeeded(new StageOutput.Approved(approval));
        }
        String comment = approval.comment().map(said -> ": " + said).orElse("");
        return new Failed(Cause.of(CauseKind.REJECTED, "rejected by " + approval.by() + comment));
    }

    /**
     * Why the approval in the journal does not count; empty when it does, or none is asked for. Checked again before
     * anything is changed: that it was checked is known from the journal alone, where others may write.
     */
    Optional<String> doubtBefore(EnvironmentSpec environment, ReleaseState state) {
        return state.plan().approval(environment.name()).flatMap(asked -> doubtOf(asked, state));
    }

    private Optional<String> doubtOf(TypedStage<StageTask.AwaitApproval> asked, ReleaseState state) {
        Optional<Approval> approval =
                state.stage(asked.id()).output(StageOutput.Approved.class).map(StageOutput.Approved::approval);
        if (approval.isEmpty()) {
            return Optional.of("nobody has approved");
        }
        return ports.approvals().doubt(asked(asked.task(), state, asked.id()), approval.get());
    }

    /** Remembers that the person told this program of the decision; ignored for a stage that asks for no approval. */
    void witness(StageId stage, Approval approval, ReleaseState state) {
        stage.environment()
                .flatMap(state.plan()::approval)
                .filter(asked -> asked.id().equals(stage))
                .ifPresent(asked -> ports.approvals().witness(asked(asked.task(), state, stage), approval));
    }

    private static AwaitedApproval asked(StageTask.AwaitApproval task, ReleaseState state, StageId stage) {
        return new AwaitedApproval(state.plan().release(), stage, task.environment(), task.rule());
    }

    StageOutcome awaitThaw(StageTask.AwaitThaw task, ReleaseState state, StageControl control) {
        if (EnvironmentActions.isUnchanged(state, task.environment())) {
            return EnvironmentActions.UNCHANGED;
        }
        Instant now = clock.instant();
        Optional<Instant> end = task.freeze().endAround(now);
        String words = task.freeze().words(now);
        if (end.filter(control.deadline()::isBefore).isPresent()) {
            return new Failed(Cause.of(
                            CauseKind.DEADLINE,
                            task.environment().name() + " is frozen for longer than a release waits: " + words)
                    .suggesting("run the release again when the freeze is over, or change freeze of the environment"));
        }
        return end.<StageOutcome>map(thaw -> new Waiting(thaw, "the freeze to end (" + words + ")"))
                .orElseGet(Outcomes::done);
    }

    CompletionStage<StageOutcome> soak(StageTask.Soak task, ReleaseState state, StageControl control) {
        if (EnvironmentActions.isUnchanged(state, task.environment())) {
            return CompletableFuture.completedFuture(EnvironmentActions.UNCHANGED);
        }
        ImageReference bundle = state.bundle().orElseThrow();
        CompletionStage<StageOutcome> all = CompletableFuture.completedFuture(Outcomes.done());
        for (EnvironmentSpec before : task.before()) {
            all = all.thenCompose(outcome -> outcome.succeeded().isPresent()
                    ? soakedIn(before, task.time(), bundle, control)
                    : CompletableFuture.completedFuture(outcome));
        }
        return all;
    }

    private CompletionStage<StageOutcome> soakedIn(
            EnvironmentSpec before, Duration time, ImageReference bundle, StageControl control) {
        Presence presence = Presence.of(bundle, ports.records().history(before), clock.instant());
        String place = before.name().value();
        if (presence.lasted().compareTo(time) >= 0) {
            return presence.present() ? stillHealthy(before, bundle, control) : done();
        }
        if (presence.present()) {
            Instant end = clock.instant().plus(time).minus(presence.lasted());
            return CompletableFuture.completedFuture(
                    new Waiting(end, place + " to have been healthy for " + words(time)));
        }
        String seen = presence.lasted().isZero()
                ? "it was never healthy in " + place
                : "it was in " + place + " for only " + words(presence.lasted());
        return notSoaked("the bundle has to be healthy in " + place + " for " + words(time) + ", but " + seen
                + ", and is not there now");
    }

    /** Being there is not being healthy: the environment must run this very content, all of it ready. */
    private CompletionStage<StageOutcome> stillHealthy(
            EnvironmentSpec before, ImageReference bundle, StageControl control) {
        Comparison there = ports.deployer()
                .compare(bundles.request(bundle, before.with(EnvironmentSecrets.AS_THEY_ARE), control), control);
        if (!there.diff().unchanged()) {
            return notSoaked("the bundle has soaked in " + before.name()
                    + ", but that environment has been changed by somebody else since");
        }
        Tracking tracking =
                ports.tracker().track(new TrackRequest(before.target(), there.resources(), List.of()), brief(control));
        tracking.applied();
        return tracking.verdict()
                .thenApply(verdict -> judge(before, verdict))
                .whenComplete((outcome, problem) -> tracking.close());
    }

    private static StageOutcome judge(EnvironmentSpec before, Verdict verdict) {
        if (verdict instanceof Verdict.NotReady notReady) {
            Cause cause = notReady.cause();
            return new Failed(Cause.of(
                            CauseKind.NOT_SOAKED,
                            "the bundle is not healthy in " + before.name() + " any more: " + cause.summary())
                    .seen(cause.evidence()));
        }
        return Outcomes.done();
    }

    private StageControl brief(StageControl control) {
        return control.until(clock.instant().plus(STILL_HEALTHY));
    }

    private static CompletionStage<StageOutcome> done() {
        return CompletableFuture.completedFuture(Outcomes.done());
    }

    private static CompletionStage<StageOutcome> notSoaked(String why) {
        return CompletableFuture.completedFuture(new Failed(
                Cause.of(CauseKind.NOT_SOAKED, why).suggesting("release it there again, and give it the time")));
    }

    private static String words(Duration time) {
        return Durations.limit(time);
    }

    /**
     * How long a bundle has been in an environment, as the environment's records tell.
     *
     * @param lasted zero when it was never good there
     * @param present whether it is there now
     */
    private record Presence(Duration lasted, boolean present) {
        private static final Presence NEVER = new Presence(Duration.ZERO, false);

        /** Records of releases that changed nothing neither begin nor end the time of a bundle. */
        static Presence of(ImageReference bundle, List<EnvironmentRecord> newestFirst, Instant now) {
            int found = indexOf(bundle, newestFirst);
            if (found < 0) {
                return NEVER;
            }
            EnvironmentRecord there = newestFirst.get(found);
            Instant since = since(newestFirst.subList(found, newestFirst.size()));
            List<EnvironmentRecord> later = newestFirst.subList(0, found).stream()
                    .filter(entry -> entry.result() != Result.UNCHANGED && !cameToNothing(entry, there))
                    .toList();
            Instant until = later.isEmpty() ? now : later.get(later.size() - 1).at();
            Duration lasted = Duration.between(since, until);
            return new Presence(lasted.isNegative() ? Duration.ZERO : lasted, later.isEmpty());
        }

        /** A release of another bundle that failed before it had deployed: the one that was there stayed. */
        private static boolean cameToNothing(EnvironmentRecord failed, EnvironmentRecord there) {
            return failed.result() == Result.FAILED
                    && failed.helmRevision() == there.helmRevision()
                    && !failed.bundle().equals(there.bundle());
        }

        private static int indexOf(ImageReference bundle, List<EnvironmentRecord> newestFirst) {
            for (int i = 0; i < newestFirst.size(); i++) {
                EnvironmentRecord entry = newestFirst.get(i);
                if (entry.bundle().equals(bundle) && entry.result() != Result.FAILED) {
                    return i;
                }
            }
            return -1;
        }

        /** When the content came there: records that changed nothing are traced back to the one that brought it. */
        private static Instant since(List<EnvironmentRecord> fromFound) {
            Instant since = fromFound.get(0).at();
            for (EnvironmentRecord entry : fromFound) {
                if (cameToNothing(entry, fromFound.get(0))) {
                    continue;
                }
                if (entry.result() == Result.FAILED) {
                    return since;
                }
                since = entry.at();
                if (entry.result() != Result.UNCHANGED) {
                    return since;
                }
            }
            return since;
        }
    }
}
