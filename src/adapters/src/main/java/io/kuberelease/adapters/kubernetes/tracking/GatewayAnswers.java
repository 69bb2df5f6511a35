package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.kuberelease.adapters.kubernetes.diagnosis.OneLine;
import io.kuberelease.model.ResourceIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the controllers of the Gateway API answer to a resource of its. A route is answered once for each of its parents,
 * a policy for each of its ancestors, by a controller each; a Gateway itself and for each of its listeners.
 *
 * @param refusal the words of the conditions that say no
 * @param outdated an answer was given to an earlier generation
 * @param lacks what is not there yet, and perhaps never will be; empty when all have answered
 */
record GatewayAnswers(Optional<String> refusal, boolean outdated, String lacks) {
    private static final String GROUP = "gateway.networking.k8s.io";

    /** No to one of these means that nothing of what was asked for will work. */
    private static final Set<String> AGREED = Set.of("Accepted", "ResolvedRefs");

    private record Answer(String by, Map<?, ?> condition) {
        boolean refuses() {
            return AGREED.contains(text(condition.get("type")))
                    && text(condition.get("status")).equals("False");
        }

        boolean isOf(String type) {
            return text(condition.get("type")).equals(type);
        }

        boolean isBefore(long generation) {
            return AGREED.contains(text(condition.get("type")))
                    && condition.get("observedGeneration") instanceof Number observed
                    && observed.longValue() < generation;
        }

        String words() {
            String why = OneLine.of(text(condition.get("message")));
            String reason = text(condition.get("reason"));
            return by + text(condition.get("type")) + " is false: " + reason
                    + (why.isEmpty() || reason.isEmpty() ? why : ": " + why);
        }
    }

    static boolean isJudged(ResourceIdentity resource) {
        return resource.apiVersion().startsWith(GROUP + "/");
    }

    static boolean isRoute(GenericKubernetesResource object) {
        return object.getKind().endsWith("Route");
    }

    static GatewayAnswers of(GenericKubernetesResource object) {
        Map<?, ?> status = map(object.getAdditionalProperties().get("status"));
        List<Answer> answers = answers(status);
        long generation = Objects.requireNonNullElse(object.getMetadata().getGeneration(), 0L);
        boolean outdated = answers.stream().anyMatch(each -> each.isBefore(generation));
        String refusals = answers.stream()
                .filter(Answer::refuses)
                .map(Answer::words)
                .distinct()
                .collect(Collectors.joining("; "));
        return new GatewayAnswers(
                outdated || refusals.isEmpty() ? Optional.empty() : Optional.of(refusals),
                outdated,
                String.join("; ", lacks(object, status, answers)));
    }

    private static List<String> lacks(GenericKubernetesResource object, Map<?, ?> status, List<Answer> answers) {
        List<String> lacks = new ArrayList<>();
        Map<?, ?> spec = map(object.getAdditionalProperties().get("spec"));
        boolean route = isRoute(object);
        if (route && list(spec.get("parentRefs")).isEmpty()) {
            lacks.add("names no gateway in parentRefs: nothing leads to it");
        } else if (route
                && list(status.get("parents")).size()
                        < list(spec.get("parentRefs")).size()) {
            lacks.add("no gateway has answered for " + names(list(spec.get("parentRefs")), list(status.get("parents")))
                    + " yet");
        }
        answers.stream()
                .filter(each -> each.isOf("Programmed")
                        && !text(each.condition().get("status")).equals("True"))
                .findFirst()
                .ifPresent(each -> lacks.add("is not programmed yet: "
                        + OneLine.of(text(each.condition().get("message")))));
        return lacks;
    }

    private static String names(List<? extends Map<?, ?>> wanted, List<? extends Map<?, ?>> answered) {
        List<String> heard = answered.stream()
                .map(each -> text(map(each.get("parentRef")).get("name")))
                .toList();
        List<String> silent = wanted.stream()
                .map(each -> text(each.get("name")))
                .filter(name -> !heard.contains(name))
                .distinct()
                .toList();
        return silent.isEmpty() ? "each of its parents" : String.join(", ", silent);
    }

    private static List<Answer> answers(Map<?, ?> status) {
        Stream<Answer> own = conditions("", status);
        Stream<Answer> parents = Stream.of("parents", "ancestors")
                .flatMap(name -> list(status.get(name)).stream())
                .flatMap(each -> conditions(
                        by(
                                "by ",
                                text(map(each.get(each.containsKey("parentRef") ? "parentRef" : "ancestorRef"))
                                        .get("name"))),
                        each));
        Stream<Answer> listeners = list(status.get("listeners")).stream()
                .flatMap(each -> conditions(by("listener ", text(each.get("name"))), each));
        return Stream.of(own, parents, listeners).flatMap(each -> each).toList();
    }

    private static String by(String what, String name) {
        return name.isEmpty() ? "" : what + name + ", ";
    }

    private static Stream<Answer> conditions(String by, Map<?, ?> holder) {
        return list(holder.get("conditions")).stream().map(each -> new Answer(by, each));
    }

    private static List<? extends Map<?, ?>> list(@Nullable Object value) {
        return value instanceof List<?> all
                ? all.stream()
                        .filter(Map.class::isInstance)
                        .map(each -> (Map<?, ?>) each)
                        .toList()
                : List.of();
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }
}
