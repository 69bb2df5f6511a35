package io.kuberelease.adapters.kubernetes.jobs;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.kuberelease.plan.ContainerNeeds;
import io.kuberelease.plan.Resources;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What each container of ours says of itself, whatever its namespace asks for: all that the Pod Security Standard
 * {@code restricted} demands, and requests and limits, without which a namespace with a quota takes no pod. It is said
 * of each container and not of its pod, since some of ours run in pods of others.
 */
public final class RestrictedContainers {

    private RestrictedContainers() {}

    /** Who is to be root keeps what the container runtime gives to root: without it root could do less than others. */
    public static SecurityContext securityContext(ContainerNeeds needs) {
        SecurityContextBuilder context = new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile();
        needs.runAsUser().or(needs::insteadOfRoot).ifPresent(context::withRunAsUser);
        if (needs.asRoot()) {
            return context.withRunAsNonRoot(false).build();
        }
        return context.withRunAsNonRoot(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    /** Requests and limits. */
    public static ResourceRequirements resources(Resources resources) {
        return new ResourceRequirementsBuilder()
                .withRequests(quantities(resources.requests()))
                .withLimits(quantities(resources.limits()))
                .build();
    }

    private static Map<String, Quantity> quantities(Map<String, String> amounts) {
        return amounts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, amount -> new Quantity(amount.getValue())));
    }
}
