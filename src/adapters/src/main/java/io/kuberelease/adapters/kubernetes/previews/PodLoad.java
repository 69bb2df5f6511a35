package io.kuberelease.adapters.kubernetes.previews;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.kuberelease.adapters.kubernetes.diagnosis.PodDiagnosis;
import io.kuberelease.port.Previews.PreviewLoad;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up what pods ask for. Pure. */
final class PodLoad {
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private PodLoad() {}

    static PreviewLoad of(List<Pod> all, Optional<String> lost) {
        List<Pod> pods =
                all.stream().filter(pod -> !"Succeeded".equals(phase(pod))).toList();
        return new PreviewLoad(
                (int) pods.stream().filter(PodDiagnosis::isReady).count(),
                pods.size(),
                asked(pods, "cpu")
                        .multiply(THOUSAND)
                        .setScale(0, RoundingMode.CEILING)
                        .longValue(),
                asked(pods, "memory").longValue(),
                lost);
    }

    private static String phase(Pod pod) {
        return pod.getStatus() == null
                ? ""
                : Optional.ofNullable(pod.getStatus().getPhase()).orElse("");
    }

    private static BigDecimal asked(List<Pod> pods, String resource) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Pod pod : pods) {
            if (phase(pod).equals("Failed")) {
                continue;
            }
            for (Container container : pod.getSpec().getContainers()) {
                sum = sum.add(requested(container, resource));
            }
        }
        return sum;
    }

    private static BigDecimal requested(Container container, String resource) {
        Map<String, Quantity> requests =
                container.getResources() == null || container.getResources().getRequests() == null
                        ? Map.of()
                        : container.getResources().getRequests();
        return Optional.ofNullable(requests.get(resource))
                .map(Quantity::getAmountInBytes)
                .orElse(BigDecimal.ZERO);
    }
}
