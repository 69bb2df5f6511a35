package io.kuberelease.adapters.kubernetes.previews;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.kubernetes.datastores.LastingDatastores;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a preview's datastores still have what was in them. Their data lives as long as their pod. Its uid is
 * remembered once it is ready; another pod is an empty one. What the pod was made of is remembered too, since any change
 * of that makes another pod.
 *
 * <p>A preview that has lost its data is refused, and not filled again: migrations may be hooks, init containers, or a
 * part of the app's start, and what somebody has typed in comes back by none of them. One that is deleted and made anew
 * is whole.
 */
record DatastoreData(KubernetesClient client, LastingDatastores lasting) {
    private static final String POD = "kube-release.io/datastores-pod";
    private static final String MADE_OF = "kube-release.io/datastores-made-of";
    private static final String ANEW =
            "delete the preview (kube-release preview delete) and release again: it is made anew, with migrations and seed";
    private static final ObjectMapper ORDERED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /**
     * To be asked before anything of them is changed.
     *
     * @throws ReleaseException.Failed when their data is lost, or would be
     */
    void requireKept() {
        Map<String, String> known = remembered();
        if (!known.containsKey(POD)) {
            return;
        }
        lost(lasting.namespace(), lasting.podName(), known, pod()).ifPresent(what -> {
            throw lost(what, ANEW);
        });
        if (!madeOf().equals(known.getOrDefault(MADE_OF, madeOf()))) {
            throw lost(
                    "the datastores of namespace " + lasting.namespace()
                            + " are not those of the release file any more, and would lose what is in them if they"
                            + " were changed",
                    ANEW + "; or write the section datastores as it was");
        }
    }

    /**
     * What a preview's datastores have lost; empty when they have not, or there are none.
     *
     * @param workloads all of its namespace
     * @param pods all of its namespace
     */
    static Optional<String> lost(List<StatefulSet> workloads, List<Pod> pods) {
        return workloads.stream()
                .flatMap(workload -> {
                    String pod = LastingDatastores.podOf(workload.getMetadata().getName());
                    return lost(
                            workload.getMetadata().getNamespace(),
                            pod,
                            annotations(workload),
                            pods.stream()
                                    .filter(found ->
                                            pod.equals(found.getMetadata().getName()))
                                    .findFirst())
                            .stream();
                })
                .findFirst();
    }

    private static Optional<String> lost(
            String namespace, String podName, Map<String, String> known, Optional<Pod> pod) {
        String had = known.get(POD);
        if (had == null
                || pod.filter(found -> had.equals(found.getMetadata().getUid())).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("the datastores of namespace " + namespace + " have lost what was in them, with what"
                + " migrations and seed had written: their pod " + podName
                + pod.map(found -> " was made anew " + found.getMetadata().getCreationTimestamp())
                        .orElse(" is gone")
                + " (evicted, deleted, or its node is gone)");
    }

    private static ReleaseException.Failed lost(String summary, String advice) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.DATASTORE_FAILED, summary).suggesting(advice));
    }

    /** What runs them, with what is remembered of them until now. */
    StatefulSet workload() {
        Map<String, String> known = new HashMap<>();
        Optional.ofNullable(remembered().get(POD)).ifPresent(uid -> known.put(POD, uid));
        known.put(MADE_OF, madeOf());
        return lasting.workload(known);
    }

    /** The same once they are ready for the first time; absent when it is known already which pod has the data. */
    Optional<StatefulSet> workloadNow() {
        return remembered().containsKey(POD)
                ? Optional.empty()
                : pod().map(found ->
                        lasting.workload(Map.of(POD, found.getMetadata().getUid(), MADE_OF, madeOf())));
    }

    private Map<String, String> remembered() {
        StatefulSet there = client.apps()
                .statefulSets()
                .inNamespace(lasting.namespace())
                .withName(lasting.name())
                .get();
        return there == null ? Map.of() : annotations(there);
    }

    private static Map<String, String> annotations(StatefulSet workload) {
        return Optional.ofNullable(workload.getMetadata().getAnnotations()).orElse(Map.of());
    }

    private Optional<Pod> pod() {
        return Optional.ofNullable(client.pods()
                .inNamespace(lasting.namespace())
                .withName(lasting.podName())
                .get());
    }

    private String madeOf() {
        try {
            return Digest.of(ORDERED.writeValueAsString(
                            lasting.workload(Map.of()).getSpec()))
                    .hex()
                    .substring(0, 16);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
