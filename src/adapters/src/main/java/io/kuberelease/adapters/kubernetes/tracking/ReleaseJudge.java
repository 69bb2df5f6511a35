package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.kubernetes.diagnosis.Patience;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Judges all that belongs to one release. Pure. */
final class ReleaseJudge {
    private final TrackRequest request;
    private final RolloutJudge rollouts;
    private final RolloutJudge patient;
    private final HookJudge hooks;

    ReleaseJudge(TrackRequest request, Patience patience) {
        this.request = request;
        this.rollouts = new RolloutJudge(patience);
        this.patient = new RolloutJudge(patience.amongOthers());
        this.hooks = new HookJudge(patience);
    }

    Assessment assess(Snapshot snapshot, Horizon horizon) {
        return new Assessment(
                horizon.applied().isPresent(),
                request.hooks().stream()
                        .flatMap(hook -> hooks.judge(hook, snapshot, horizon).stream())
                        .toList(),
                resources(snapshot, horizon),
                Unprobed.runs(request.resources(), snapshot, horizon));
    }

    private List<Judged> resources(Snapshot snapshot, Horizon horizon) {
        List<Judged> all = request.resources().stream()
                .flatMap(resource -> rollouts.judge(resource, snapshot, horizon).stream())
                .toList();
        return all.stream()
                .map(judged -> isFinal(judged) && othersComeUp(judged, all)
                        ? patient.judge(judged.status().resource(), snapshot, horizon)
                                .orElse(judged)
                        : judged)
                .toList();
    }

    /** An app may end until its database is there; what is ill itself is nothing to wait for. */
    private static boolean othersComeUp(Judged judged, List<Judged> all) {
        return all.stream()
                .filter(other -> !other.equals(judged)
                        && other.hasPods()
                        && !other.status().ready())
                .anyMatch(other -> !isFinal(other));
    }

    private static boolean isFinal(Judged judged) {
        return judged.symptom().filter(Symptom::isDefinite).isPresent();
    }

    /** Hands on each pod of a hook of this release, with the hook's name. */
    void eachHookPod(Snapshot snapshot, Horizon horizon, BiConsumer<String, Pod> action) {
        request.hooks().forEach(hook -> hooks.pods(hook, snapshot, horizon)
                .forEach(pod -> action.accept(hook.display(), pod)));
    }

    /** Hands on each pod of the release's own Jobs: their controller takes it away with its log when it gives up. */
    void eachJobPod(Snapshot snapshot, Horizon horizon, Consumer<Pod> action) {
        request.resources().stream()
                .filter(resource -> resource.kind().equals("Job"))
                .flatMap(snapshot::findAll)
                .filter(horizon::isTouched)
                .flatMap(job -> snapshot.podsOf(job).stream())
                .filter(horizon::isNew)
                .forEach(action);
    }
}
