package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.ResourceStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of a whole release at one moment.
 *
 * @param applied whether Helm has finished, so that the versions of what it applied are known
 * @param hooks the hooks that Helm has started
 * @param resources the resources that have a status already; before everything is applied, some have none
 * @param unprobed a key that names the runs of new pods without a probe; absent when there are none
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
