package io.kuberelease.adapters.kubernetes.diagnosis;

import io.kuberelease.model.Cause;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Something that keeps a pod or a workload from being ready.
 *
 * @param key the same for as long as it is the same symptom of the same object
 * @param cause its name, with the events that say so
 * @param grace how long it may last before it counts as final: zero, it is final; absent, it may yet go away and
 *     becomes the cause only at the deadline
 * @param logs the logs that belong to its evidence
 * @param inTheWay the pod that has to go for it to go away, where its controller would have replaced it anyway
 */
public record Symptom(
        String key, Cause cause, Optional<Duration> grace, List<ContainerLog> logs, Optional<PodInTheWay> inTheWay) {
    /** What is final first, then what may become so. */
    public static final Comparator<Symptom> MOST_CERTAIN_FIRST = Comparator.comparing(Symptom::urgency);

    public Symptom {
        logs = List.copyOf(logs);
    }

    /** A symptom that won't go away by itself. */
    public static Symptom definite(String key, Cause cause) {
        return new Symptom(key, cause, Optional.of(Duration.ZERO), List.of(), Optional.empty());
    }

    /** A symptom that may go away by itself for as long as this. */
    public static Symptom lasting(String key, Cause cause, Duration grace) {
        return new Symptom(key, cause, Optional.of(grace), List.of(), Optional.empty());
    }

    /** A symptom that may go away at any time. */
    public static Symptom passing(String key, Cause cause) {
        return new Symptom(key, cause, Optional.empty(), List.of(), Optional.empty());
    }

    /** Whether it counts as the cause of a failure at once. */
    public boolean isDefinite() {
        return grace.filter(Duration::isZero).isPresent();
    }

    /** The same as final: whatever could have made it go away has given up. */
    public Symptom settled() {
        return new Symptom(key, cause, Optional.of(Duration.ZERO), logs, inTheWay);
    }

    /** The same, though it does not decide by itself. */
    public Symptom undecided() {
        return new Symptom(key, cause, Optional.empty(), logs, inTheWay);
    }

    /** The same in other words. */
    public Symptom saying(Cause other) {
        return new Symptom(key, other, grace, logs, inTheWay);
    }

    private static int urgency(Symptom symptom) {
        if (symptom.isDefinite()) {
            return 0;
        }
        return symptom.grace().isPresent() ? 1 : 2;
    }

    /** The same with the logs that belong to it. */
    public Symptom withLogs(List<ContainerLog> belonging) {
        return new Symptom(key, cause, grace, belonging, inTheWay);
    }

    /** The same, which goes away with this pod. */
    public Symptom blockedBy(PodInTheWay pod) {
        return new Symptom(key, cause, grace, logs, Optional.of(pod));
    }
}
