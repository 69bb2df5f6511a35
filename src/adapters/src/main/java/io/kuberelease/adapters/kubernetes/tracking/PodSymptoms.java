package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.kuberelease.adapters.kubernetes.diagnosis.PodDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.CauseKind;
import java.util.Optional;

/** What the pods of a workload suffer from, as far as it speaks against the workload. */
final class PodSymptoms {
    private final PodDiagnosis diagnosis;

    PodSymptoms(PodDiagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** How often a Job's pods may end badly is for the Job to say: its controller tells when it has had enough. */
    Optional<Symptom> of(HasMetadata workload, Pod pod, Snapshot snapshot) {
        Optional<Symptom> symptom = diagnosis.symptom(pod, snapshot.eventsAround(pod));
        return workload instanceof Job ? symptom.map(PodSymptoms::leftToTheJob) : symptom;
    }

    /** The same for whatever else runs to its end. */
    static Symptom leftToTheJob(Symptom symptom) {
        boolean triesAgain = symptom.cause().kind() == CauseKind.CRASH_LOOP
                || symptom.cause().kind() == CauseKind.PROBE;
        return triesAgain ? symptom.undecided() : symptom;
    }
}
