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
 * The settings of each container of ours, whatever its namespace demands: those of the Pod Security Standard
 * {@code restricted}, and requests and limits, without which a namespace with a quota refuses pods. They are set on the
 * container and not on the pod, since some of ours run in pods of others.
 */
public final class RestrictedContainers {

    private RestrictedContainers() {}

    /**
     * A container that is to run as root keeps the runtime's default capabilities, without which root could do less
     * than other users.
     */
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
