package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ResourceStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cause of a failure at the deadline. */
record TimeoutDiagnosis(Assessment assessment) {

    /**
     * The most certain symptom becomes the cause, even if it might have gone away; without one the deadline itself is.
     */
    Symptom symptom() {
        Optional<Symptom> suffered = assessment.symptoms().stream().min(Symptom.MOST_CERTAIN_FIRST);
        Cause cause = suffered.map(this::inTime).orElseGet(() -> Cause.of(CauseKind.DEADLINE, missing())
                .suggesting("look at what it waits for, or give the environment more time (readyWithin)"));
        List<ContainerLog> logs = suffered.map(Symptom::logs).orElse(List.of());
        return Symptom.definite("deadline", cause).withLogs(logs);
    }

    private Cause inTime(Symptom symptom) {
        Cause cause = symptom.cause();
        return new Cause(cause.kind(), cause.summary() + "; " + missing(), cause.evidence(), cause.suggestion());
    }

    private String missing() {
        Stream<AssessedResource> relevant = assessment.applied() ? assessment.resources().stream() : assessment.all();
        String waiting = relevant.filter(
                        assessedResource -> !assessedResource.status().ready())
                .map(TimeoutDiagnosis::line)
                .collect(Collectors.joining(", "));
        String what = assessment.applied() ? "not ready in time" : "not applied in time";
        return waiting.isEmpty() ? what : what + ": " + waiting;
    }

    private static String line(AssessedResource assessedResource) {
        ResourceStatus status = assessedResource.status();
        String counted = status.resource().display() + " " + status.current() + " of " + status.wanted();
        boolean said =
                assessedResource.symptom().isPresent() || status.message().isEmpty();
        return said ? counted : counted + " (" + status.message() + ")";
    }
}
