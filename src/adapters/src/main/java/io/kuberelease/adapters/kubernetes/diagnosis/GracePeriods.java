package io.kuberelease.adapters.kubernetes.diagnosis;

import java.time.Duration;

/**
 * How long a symptom may last before it counts as the cause of a failure. It is shown as progress from the start.
 *
 * @param imagePull for a registry that does not answer or is busy; a missing image or a refused login does not wait
 * @param containerConfig for a Secret or ConfigMap that an operator may yet create
 * @param unschedulable for an autoscaler to say that it adds a node
 * @param creation for pods that are ending to free their part of a quota
 * @param unprobed how long a new pod without startup and readiness probe must run before it is believed to be ready
 * @param restarts how often a container may be restarted before its next end counts as a crash loop: by then the
 *     kubelet's pauses of 10 s and 20 s have not helped
 * @param restartsAmongOthers the same while something else of the release, which it may wait for, is still coming up
 * @param blocked for a pod that keeps its controller from going on, and for a person or an operator to step in
 * @param blockedByGood the same for a pod whose revision had been well before, and which may be so again
 */
public record GracePeriods(
        Duration imagePull,
        Duration containerConfig,
        Duration unschedulable,
        Duration creation,
        Duration unprobed,
        int restarts,
        int restartsAmongOthers,
        Duration blocked,
        Duration blockedByGood) {

    /** The defaults, which suit clusters with autoscalers and operators. */
    public static final GracePeriods USUAL = new GracePeriods(
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            3,
            5,
            Duration.ofSeconds(5),
            Duration.ofSeconds(15));

    /** A copy with more restarts, for a container that may wait for another part of its release. */
    public GracePeriods amongOthers() {
        return new GracePeriods(
                imagePull,
                containerConfig,
                unschedulable,
                creation,
                unprobed,
                Math.max(restarts, restartsAmongOthers),
                restartsAmongOthers,
                blocked,
                blockedByGood);
    }
}
