package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.applied;
import static io.kuberelease.adapters.kubernetes.tracking.Given.crashingPod;
import static io.kuberelease.adapters.kubernetes.tracking.Given.deployment;
import static io.kuberelease.adapters.kubernetes.tracking.Given.identity;
import static io.kuberelease.adapters.kubernetes.tracking.Given.object;
import static io.kuberelease.adapters.kubernetes.tracking.Given.ordinal;
import static io.kuberelease.adapters.kubernetes.tracking.Given.replicaSet;
import static io.kuberelease.adapters.kubernetes.tracking.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseJudgeTest {
    private final ReleaseJudge judge = new ReleaseJudge(
            new TrackRequest(
                    new Target("staging", Optional.empty(), new Namespace("polls")),
                    List.of(identity("apps/v1", "Deployment"), identity("apps/v1", "StatefulSet")),
                    List.of()),
            GracePeriods.USUAL);

    @Test
    void anAppThatEndsWhileItsDatabaseIsStillComingUpIsGivenMoreTime() {
        assertThat(finals(database(0), ordinal(0, "a", false))).isEmpty();
        assertThat(finals(database(1), ordinal(0, "a", true))).hasSize(1);
    }

    @Test
    void whatIsIllItselfIsNothingToWaitFor() {
        assertThat(finals(database(0), crashingPod("polls-0", "StatefulSet-polls", "controller-revision-hash: a")))
                .hasSize(2);
    }

    private List<Symptom> finals(HasMetadata... others) {
        List<HasMetadata> all = new ArrayList<>(List.of(others));
        all.add(deployment("observedGeneration: 2, replicas: 3, updatedReplicas: 3"));
        all.add(replicaSet("new", 2, ""));
        all.add(crashingPod("web", "ReplicaSet-new", ""));
        return judge.assess(snapshot(all.toArray(HasMetadata[]::new)), applied()).symptoms().stream()
                .filter(Symptom::isDefinite)
                .toList();
    }

    private static HasMetadata database(int available) {
        return object("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: polls, generation: 1}
                spec: {replicas: 1}
                status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: %d, updateRevision: a}
                """.formatted(available));
    }
}
