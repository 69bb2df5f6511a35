package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Numbers.count;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.kuberelease.adapters.kubernetes.diagnosis.Endings;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.CauseKind;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A Job is ready once it is complete; it fails when its controller says so, not with its first failed pod. */
final class JobRollout {
    private static final int BACKOFF_LIMIT = 6;
    private final CreationEvents creation;

    JobRollout(CreationEvents creation) {
        this.creation = creation;
    }

    /**
     * Judges a Job.
     *
     * @param failure the kind of cause that its failure gets
     * @param title for the beginning of a sentence, for example {@code hook job/polls-migrate}
     */
    Rollout judge(Job job, Snapshot snapshot, CauseKind failure, String title) {
        int wanted = count(job.getSpec().getCompletions(), 1);
        int succeeded = job.getStatus() == null ? 0 : count(job.getStatus().getSucceeded(), 0);
        int current = Math.min(succeeded, wanted);
        List<Pod> pods = snapshot.podsOf(job);
        if (is(job, "Complete") || is(job, "SuccessCriteriaMet") || hasEndedWell(job, pods, wanted, snapshot)) {
            return Rollout.complete(wanted);
        }
        if (isSuspended(job)) {
            return Rollout.waiting(current, wanted, "is suspended: it runs once somebody resumes it");
        }
        Rollout rollout = Rollout.waiting(current, wanted, pods.isEmpty() ? "waits for its pod" : runs(job))
                .with(pods)
                .suffering(creation.symptom(job, snapshot).filter(symptom -> pods.isEmpty()));
        return failed(job)
                .map(condition ->
                        rollout.with(List.of()).suffering(Optional.of(failure(job, pods, condition, failure, title))))
                .orElse(rollout);
    }

    static boolean isSuspended(Job job) {
        return Boolean.TRUE.equals(job.getSpec().getSuspend());
    }

    /** A Job that was removed as soon as it had ended counts as complete if enough of its pods succeeded. */
    private static boolean hasEndedWell(Job job, List<Pod> pods, int wanted, Snapshot snapshot) {
        return snapshot.isGone(job)
                && pods.stream()
                                .filter(pod -> pod.getStatus() != null
                                        && "Succeeded".equals(pod.getStatus().getPhase()))
                                .count()
                        >= wanted;
    }

    private static String runs(Job job) {
        int failed = job.getStatus() == null ? 0 : count(job.getStatus().getFailed(), 0);
        return failed == 0
                ? "runs"
                : "runs, " + failed + " of its pods failed (backoffLimit "
                        + count(job.getSpec().getBackoffLimit(), BACKOFF_LIMIT) + ")";
    }

    private static Symptom failure(Job job, List<Pod> pods, JobCondition condition, CauseKind failure, String title) {
        Optional<Pod> last = pods.stream().max(Comparator.comparing(JobRollout::created));
        String reason = Objects.requireNonNullElse(condition.getReason(), "it gives no reason");
        return Endings.symptom("workload/" + job.getMetadata().getUid(), failure, title + " failed: " + reason, last);
    }

    private static Optional<JobCondition> failed(Job job) {
        return condition(job, "Failed").or(() -> condition(job, "FailureTarget"));
    }

    private static boolean is(Job job, String type) {
        return condition(job, type).isPresent();
    }

    private static Optional<JobCondition> condition(Job job, String type) {
        return Optional.ofNullable(job.getStatus()).map(JobStatus::getConditions).stream()
                .flatMap(List::stream)
                .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst();
    }

    private static String created(Pod pod) {
        return Objects.requireNonNullElse(pod.getMetadata().getCreationTimestamp(), "");
    }
}
