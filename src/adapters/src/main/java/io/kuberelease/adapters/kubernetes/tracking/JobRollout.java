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
    private final CreationEvents creation;

    JobRollout(CreationEvents creation) {
        this.creation = creation;
    }

    /**
     * Judges a Job.
     *
     * @param failure what its failure counts as
     * @param title for the beginning of a sentence, for example {@code hook job/polls-migrate}
     */
    Rollout judge(Job job, Snapshot snapshot, CauseKind failure, String title) {
        int wanted = count(job.getSpec().getCompletions(), 1);
        int current = job.getStatus() == null ? 0 : count(job.getStatus().getSucceeded(), 0);
        if (is(job, "Complete")
                || is(job, "SuccessCriteriaMet")
                || Boolean.TRUE.equals(job.getSpec().getSuspend())) {
            return Rollout.complete(wanted);
        }
        List<Pod> pods = snapshot.podsOf(job);
        Rollout rollout = Rollout.waiting(current, wanted, pods.isEmpty() ? "waits for its pod" : "runs")
                .with(pods)
                .suffering(creation.symptom(job, snapshot).filter(symptom -> pods.isEmpty()));
        return failed(job)
                .map(condition ->
                        rollout.with(List.of()).suffering(Optional.of(failure(job, pods, condition, failure, title))))
                .orElse(rollout);
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
