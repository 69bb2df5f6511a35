package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.kuberelease.adapters.kubernetes.diagnosis.PodDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.CauseKind;
import java.util.Optional;

/** The symptoms of a workload's pods, softened where the workload's controller tries again. */
final class PodSymptoms {
    private final PodDiagnosis diagnosis;

    PodSymptoms(PodDiagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** The pod's symptom; a crash or failed probe of a Job's pod is not final, since the Job's backoffLimit decides. */
    Optional<Symptom> of(HasMetadata workload, Pod pod, Snapshot snapshot) {
        Optional<Symptom> symptom = diagnosis.symptom(pod, snapshot.eventsAround(pod));
        return workload instanceof Job ? symptom.map(PodSymptoms::leftToTheJob) : symptom;
    }

    /** Keeps a crash or failed probe from being final, for pods that run to their end; other symptoms are unchanged. */
    static Symptom leftToTheJob(Symptom symptom) {
        boolean triesAgain = symptom.cause().kind() == CauseKind.CRASH_LOOP
                || symptom.cause().kind() == CauseKind.PROBE;
        return triesAgain ? symptom.undecided() : symptom;
    }
}
