package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.kubernetes.diagnosis.Patience;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import java.util.function.BiConsumer;

/** Judges all that belongs to one release. Pure. */
final class ReleaseJudge {
    private final TrackRequest request;
    private final RolloutJudge rollouts;
    private final HookJudge hooks;

    ReleaseJudge(TrackRequest request, Patience patience) {
        this.request = request;
        this.rollouts = new RolloutJudge(patience);
        this.hooks = new HookJudge(patience);
    }

    Assessment assess(Snapshot snapshot, Horizon horizon) {
        return new Assessment(
                horizon.applied().isPresent(),
                request.hooks().stream()
                        .flatMap(hook -> hooks.judge(hook, snapshot, horizon).stream())
                        .toList(),
                request.resources().stream()
                        .flatMap(resource -> rollouts.judge(resource, snapshot, horizon).stream())
                        .toList(),
                Unprobed.runs(request.resources(), snapshot, horizon));
    }

    /** Hands on each pod of a hook of this release, with the hook's name. */
    void eachHookPod(Snapshot snapshot, Horizon horizon, BiConsumer<String, Pod> action) {
        request.hooks().forEach(hook -> hooks.pods(hook, snapshot, horizon)
                .forEach(pod -> action.accept(hook.display(), pod)));
    }
}
