package io.kuberelease.adapters.kubernetes.jobs;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges containers as a namespace does that enforces Pod Security {@code restricted} and a quota. */
public final class RestrictedPod {
    private RestrictedPod() {}

    /** What the pod's containers do not say. */
    public static List<String> lacks(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .flatMap(container -> lacks(container).stream())
                .toList();
    }

    /** What a container does not say. */
    public static List<String> lacks(Container container) {
        SecurityContext context = Optional.ofNullable(container.getSecurityContext())
                .orElseGet(() -> new SecurityContextBuilder().build());
        List<String> lacks = new ArrayList<>();
        say(lacks, container, "runAsNonRoot", Boolean.TRUE.equals(context.getRunAsNonRoot()));
        say(lacks, container, "a user other than root", !Long.valueOf(0).equals(context.getRunAsUser()));
        say(lacks, container, "allowPrivilegeEscalation", Boolean.FALSE.equals(context.getAllowPrivilegeEscalation()));
        say(
                lacks,
                container,
                "capabilities",
                context.getCapabilities() != null
                        && context.getCapabilities().getDrop().contains("ALL"));
        say(
                lacks,
                container,
                "seccompProfile",
                context.getSeccompProfile() != null
                        && "RuntimeDefault".equals(context.getSeccompProfile().getType()));
        var resources = Optional.ofNullable(container.getResources());
        for (String name : List.of("cpu", "memory")) {
            say(
                    lacks,
                    container,
                    "requests." + name,
                    resources.filter(all -> all.getRequests().containsKey(name)).isPresent());
            say(
                    lacks,
                    container,
                    "limits." + name,
                    resources.filter(all -> all.getLimits().containsKey(name)).isPresent());
        }
        return lacks;
    }

    private static void say(List<String> lacks, Container container, String what, boolean said) {
        if (!said) {
            lacks.add(container.getName() + ": " + what);
        }
    }
}
