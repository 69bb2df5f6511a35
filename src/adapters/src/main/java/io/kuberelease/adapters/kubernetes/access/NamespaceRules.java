package io.kuberelease.adapters.kubernetes.access;

import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeItem;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads a namespace's rules for pods: Pod Security, quotas and limit ranges. Changes nothing; methods block. */
public final class NamespaceRules {
    private static final String POD_SECURITY = "pod-security.kubernetes.io/";
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Clusters clusters;

    public NamespaceRules(Clusters clusters) {
        this.clusters = clusters;
    }

    /**
     * Its rules in words, one for each line; empty when it has none, does not exist, or may not be read.
     *
     * @throws io.kuberelease.model.ReleaseException when the cluster does not answer
     */
    public List<String> of(Target target) {
        KubernetesClient client = clusters.client(target);
        String name = target.namespace().value();
        String tried = "read what namespace " + name + " of cluster " + target.cluster() + " demands";
        List<String> words = new ArrayList<>();
        seen(tried, () -> client.namespaces().withName(name).get())
                .flatMap(NamespaceRules::podSecurity)
                .ifPresent(words::add);
        seen(tried, () -> client.resourceQuotas().inNamespace(name).list().getItems())
                .ifPresent(quotas -> quotas.forEach(quota -> words.add(quota(quota))));
        seen(tried, () -> client.limitRanges().inNamespace(name).list().getItems())
                .ifPresent(ranges -> ranges.forEach(range -> words.addAll(limits(range))));
        return List.copyOf(words);
    }

    private static <T> Optional<T> seen(String tried, Supplier<T> look) {
        try {
            return Optional.ofNullable(look.get());
        } catch (KubernetesClientException problem) {
            if (problem.getCode() == FORBIDDEN || problem.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw ClusterErrors.translate(tried, problem);
        }
    }

    private static Optional<String> podSecurity(Namespace namespace) {
        Map<String, String> labels =
                Optional.ofNullable(namespace.getMetadata().getLabels()).orElse(Map.of());
        List<String> levels = List.of("enforce", "warn", "audit").stream()
                .filter(mode -> labels.containsKey(POD_SECURITY + mode))
                .map(mode ->
                        (mode.equals("enforce") ? "enforces" : mode + "s of") + " " + labels.get(POD_SECURITY + mode))
                .toList();
        return levels.isEmpty() ? Optional.empty() : Optional.of("Pod Security: " + String.join(", ", levels));
    }

    private static String quota(ResourceQuota quota) {
        Map<String, Quantity> used =
                quota.getStatus() == null || quota.getStatus().getUsed() == null
                        ? Map.of()
                        : quota.getStatus().getUsed();
        String hard = new TreeMap<>(quota.getSpec().getHard())
                .entrySet().stream()
                        .map(each -> each.getKey() + " " + used.getOrDefault(each.getKey(), new Quantity("0")) + " of "
                                + each.getValue())
                        .collect(Collectors.joining(", "));
        return "quota " + quota.getMetadata().getName() + ": " + hard;
    }

    private static List<String> limits(LimitRange range) {
        return range.getSpec().getLimits().stream()
                .map(item ->
                        "limit range " + range.getMetadata().getName() + " for each " + item.getType() + bounds(item))
                .toList();
    }

    private static String bounds(LimitRangeItem item) {
        return bound(" at least ", item.getMin())
                + bound(" at most ", item.getMax())
                + bound(" usually ", item.getDefault());
    }

    private static String bound(String word, Map<String, Quantity> amounts) {
        return amounts == null || amounts.isEmpty()
                ? ""
                : word
                        + new TreeMap<>(amounts)
                                .entrySet().stream()
                                        .map(each -> each.getKey() + " " + each.getValue())
                                        .collect(Collectors.joining(", "));
    }
}
