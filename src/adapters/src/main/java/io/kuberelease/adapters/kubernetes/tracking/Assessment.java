package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.ResourceStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a whole release fares at one moment.
 *
 * @param applied whether Helm had finished
 * @param hooks those that Helm has started
 * @param resources those about which there is something to say
 * @param unprobed names the runs of new pods that no probe looks at; absent when there are none
 */
record Assessment(
        boolean applied, List<AssessedResource> hooks, List<AssessedResource> resources, Optional<String> unprobed) {

    Stream<AssessedResource> all() {
        return Stream.concat(hooks.stream(), resources.stream());
    }

    List<Symptom> symptoms() {
        return all().flatMap(assessedResource -> assessedResource.symptom().stream())
                .toList();
    }

    boolean ready() {
        return applied
                && resources.stream()
                        .allMatch(assessedResource -> assessedResource.status().ready());
    }

    List<ResourceStatus> statuses() {
        return resources.stream().map(AssessedResource::status).toList();
    }
}
