package io.kuberelease.adapters.kubernetes.diagnosis;

import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import io.kuberelease.model.Cause;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Something that keeps a pod or a workload from being ready.
 *
 * @param key identifies the symptom of an object, so that its duration can be measured
 * @param cause the cause of the failure if the symptom stays, with the events that show it
 * @param grace how long it may last before it counts as final: zero, it is final; absent, it may yet go away and
 *     becomes the cause only at the deadline
 * @param logs the logs that belong to its evidence
 * @param inTheWay a pod that its controller would have replaced anyway, and whose deletion ends the symptom
 */
public record Symptom(
        String key, Cause cause, Optional<Duration> grace, List<ContainerLog> logs, Optional<PodInTheWay> inTheWay) {
    /** Definite symptoms first, then those with a grace period, then passing ones. */
    public static final Comparator<Symptom> MOST_CERTAIN_FIRST = Comparator.comparing(Symptom::urgency);

    public Symptom {
        logs = List.copyOf(logs);
    }

    /** A symptom that won't go away by itself. */
    public static Symptom definite(String key, Cause cause) {
        return new Symptom(key, cause, Optional.of(Duration.ZERO), List.of(), Optional.empty());
    }

    /** A symptom that becomes final when it has lasted this long. */
    public static Symptom lasting(String key, Cause cause, Duration grace) {
        return new Symptom(key, cause, Optional.of(grace), List.of(), Optional.empty());
    }

    /** A symptom that may go away at any time, and so is a cause only at the deadline. */
    public static Symptom passing(String key, Cause cause) {
        return new Symptom(key, cause, Optional.empty(), List.of(), Optional.empty());
    }

    /** Whether it counts as the cause of a failure at once. */
    public boolean isDefinite() {
        return grace.filter(Duration::isZero).isPresent();
    }

    /** Whether it is a symptom of the pod with this uid, and not of its workload. */
    public boolean isOfPod(String uid) {
        return key.startsWith("pod/" + uid + "/");
    }

    /** A definite copy, for when the controller that could have ended it has given up. */
    public Symptom settled() {
        return new Symptom(key, cause, Optional.of(Duration.ZERO), logs, inTheWay);
    }

    /** A passing copy, which never becomes final by time alone. */
    public Symptom undecided() {
        return new Symptom(key, cause, Optional.empty(), logs, inTheWay);
    }

    /** A copy with another cause. */
    public Symptom saying(Cause other) {
        return new Symptom(key, other, grace, logs, inTheWay);
    }

    private static int urgency(Symptom symptom) {
        if (symptom.isDefinite()) {
            return 0;
        }
        return symptom.grace().isPresent() ? 1 : 2;
    }

    /** A copy with these logs as its evidence. */
    public Symptom withLogs(List<ContainerLog> belonging) {
        return new Symptom(key, cause, grace, belonging, inTheWay);
    }

    /** A copy that ends when this pod is deleted. */
    public Symptom blockedBy(PodInTheWay pod) {
        return new Symptom(key, cause, grace, logs, Optional.of(pod));
    }
}
