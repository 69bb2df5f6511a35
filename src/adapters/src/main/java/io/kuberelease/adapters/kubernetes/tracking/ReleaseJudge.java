package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges all resources and hooks of one release. Pure. */
final class ReleaseJudge {
    private final TrackRequest request;
    private final RolloutJudge rollouts;
    private final RolloutJudge patient;
    private final HookJudge hooks;

    ReleaseJudge(TrackRequest request, GracePeriods gracePeriods) {
        this.request = request;
        this.rollouts = new RolloutJudge(gracePeriods);
        this.patient = new RolloutJudge(gracePeriods.amongOthers());
        this.hooks = new HookJudge(gracePeriods);
    }

    Assessment assess(Snapshot snapshot, RolloutBaseline rolloutBaseline) {
        return new Assessment(
                rolloutBaseline.applied().isPresent(),
                request.hooks().stream()
                        .flatMap(hook -> hooks.judge(hook, snapshot, rolloutBaseline).stream())
                        .toList(),
                resources(snapshot, rolloutBaseline),
                UnprobedContainers.runs(request.resources(), snapshot, rolloutBaseline));
    }

    private List<AssessedResource> resources(Snapshot snapshot, RolloutBaseline rolloutBaseline) {
        List<AssessedResource> all = request.resources().stream()
                .flatMap(resource -> rollouts.judge(resource, snapshot, rolloutBaseline).stream())
                .toList();
        return all.stream()
                .map(assessedResource -> isFinal(assessedResource) && othersComeUp(assessedResource, all)
                        ? patient.judge(assessedResource.status().resource(), snapshot, rolloutBaseline)
                                .orElse(assessedResource)
                        : assessedResource)
                .toList();
    }

    /**
     * Whether another resource with pods is still coming up: an app may crash until its database is there. A resource
     * that has failed for good is not worth waiting for.
     */
    private static boolean othersComeUp(AssessedResource assessedResource, List<AssessedResource> all) {
        return all.stream()
                .filter(other -> !other.equals(assessedResource)
                        && other.hasPods()
                        && !other.status().ready())
                .anyMatch(other -> !isFinal(other));
    }

    private static boolean isFinal(AssessedResource assessedResource) {
        return assessedResource.symptom().filter(Symptom::isDefinite).isPresent();
    }

    /** Calls the action for each pod of this release's hooks, with the hook's name. */
    void eachHookPod(Snapshot snapshot, RolloutBaseline rolloutBaseline, BiConsumer<String, Pod> action) {
        request.hooks().forEach(hook -> hooks.pods(hook, snapshot, rolloutBaseline)
                .forEach(pod -> action.accept(hook.display(), pod)));
    }

    /** Calls the action for each new pod of the release's own Jobs, which their controller may remove with the log. */
    void eachJobPod(Snapshot snapshot, RolloutBaseline rolloutBaseline, Consumer<Pod> action) {
        request.resources().stream()
                .filter(resource -> resource.kind().equals("Job"))
                .flatMap(snapshot::findAll)
                .filter(rolloutBaseline::isTouched)
                .flatMap(job -> snapshot.podsOf(job).stream())
                .filter(rolloutBaseline::isNew)
                .forEach(action);
    }

    /**
     * Finds pods of this release without startup and readiness probe: the cluster calls them ready as soon as their
     * program has begun, even if it ends a moment later.
     */
    private static final class UnprobedContainers {
        private UnprobedContainers() {}

        /**
         * A key made of each such pod's uid and restart count, which changes with every restart; absent when there are
         * none.
         */
        static Optional<String> runs(
                List<ResourceIdentity> resources, Snapshot snapshot, RolloutBaseline rolloutBaseline) {
            String runs = resources.stream()
                    .flatMap(resource -> snapshot.find(resource).stream())
                    .flatMap(workload -> pods(workload, snapshot))
                    .filter(rolloutBaseline::isNew)
                    .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && lacksProbe(pod))
                    .map(UnprobedContainers::run)
                    .sorted()
                    .collect(Collectors.joining(","));
            return runs.isEmpty() ? Optional.empty() : Optional.of("unprobed/" + runs);
        }

        private static Stream<Pod> pods(HasMetadata workload, Snapshot snapshot) {
            return Stream.concat(
                    snapshot.podsOf(workload).stream(),
                    snapshot.replicaSetsOf(workload).stream().flatMap(replicas -> snapshot.podsOf(replicas).stream()));
        }

        private static boolean lacksProbe(Pod pod) {
            return pod.getSpec() != null
                    && !"Succeeded".equals(pod.getStatus().getPhase())
                    && pod.getSpec().getContainers().stream()
                            .anyMatch(container ->
                                    container.getReadinessProbe() == null && container.getStartupProbe() == null);
        }

        private static String run(Pod pod) {
            return pod.getMetadata().getUid() + "@"
                    + pod.getStatus().getContainerStatuses().stream()
                            .mapToInt(ContainerStatus::getRestartCount)
                            .sum();
        }
    }
}
