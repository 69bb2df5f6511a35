package io.kuberelease.plan;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a container asks for and may take at most, in Kubernetes' quantities.
 *
 * @param requests by resource, for example {@code cpu: 100m}
 * @param limits by resource, for example {@code memory: 1Gi}
 */
public record Resources(Map<String, String> requests, Map<String, String> limits) {
    public Resources {
        requests = Map.copyOf(requests);
        limits = Map.copyOf(limits);
    }

    /**
     * These amounts, and those of the other where none is set. A request of the other's that is more than a limit that
     * is set, or a limit of the other's that is less than a request that is set, is taken from what is set: the cluster
     * refuses a request above its limit.
     */
    Resources over(Resources usual) {
        Map<String, String> allRequests = new TreeMap<>(usual.requests);
        Map<String, String> allLimits = new TreeMap<>(usual.limits);
        limits.forEach((name, limit) -> {
            allLimits.put(name, limit);
            allRequests.computeIfPresent(name, (key, request) -> Quantities.least(request, limit));
        });
        requests.forEach((name, request) -> {
            allRequests.put(name, request);
            if (!limits.containsKey(name)) {
                allLimits.computeIfPresent(name, (key, limit) -> Quantities.most(limit, request));
            }
        });
        return new Resources(allRequests, allLimits);
    }

    /** CPU and memory. */
    static Resources of(String cpu, String memory, String mostCpu, String mostMemory) {
        return new Resources(Map.of("cpu", cpu, "memory", memory), Map.of("cpu", mostCpu, "memory", mostMemory));
    }
}
