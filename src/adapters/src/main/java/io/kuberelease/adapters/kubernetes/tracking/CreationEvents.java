package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kuberelease.adapters.kubernetes.diagnosis.CreationDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.ObjectEvents;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import java.util.Locale;
import java.util.Optional;

/** Finds in the events why pods are not created, for kinds whose status does not tell. */
final class CreationEvents {
    private final CreationDiagnosis diagnosis;

    CreationEvents(CreationDiagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    Optional<Symptom> symptom(HasMetadata workload, Snapshot snapshot) {
        boolean ending = snapshot.podsOf(workload).stream()
                .anyMatch(pod -> pod.getMetadata().getDeletionTimestamp() != null);
        return new ObjectEvents(snapshot.eventsOf(workload))
                .latest("FailedCreate")
                .map(event -> diagnosis.symptom(
                        workload.getKind().toLowerCase(Locale.ROOT) + "/"
                                + workload.getMetadata().getName(),
                        workload.getMetadata().getUid(),
                        ObjectEvents.message(event),
                        ending));
    }
}
