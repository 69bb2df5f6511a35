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
record Assessment(boolean applied, List<Judged> hooks, List<Judged> resources, Optional<String> unprobed) {

    Stream<Judged> all() {
        return Stream.concat(hooks.stream(), resources.stream());
    }

    List<Symptom> symptoms() {
        return all().flatMap(judged -> judged.symptom().stream()).toList();
    }

    boolean ready() {
        return applied && resources.stream().allMatch(judged -> judged.status().ready());
    }

    List<ResourceStatus> statuses() {
        return resources.stream().map(Judged::status).toList();
    }
}
