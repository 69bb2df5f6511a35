package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.OneLine;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ResourceIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges custom resources and Ingresses by the conventions of kstatus, as Helm 4 and Flux do: {@code Ready} must be
 * true if present, {@code Reconciling} must not be true, and a lasting {@code Stalled} or {@code Failed} is a failure.
 * A resource without conditions is ready once it exists. Those of the Gateway API have other conditions, and what brings
 * a Secret is waited for until it says that the Secret is there: the app needs it.
 */
final class ConditionRollout {
    private static final Set<String> FAILURES = Set.of("Stalled", "Failed");
    /** The condition that tells when it has made its Secrets, by kind: External Secrets and Sealed Secrets. */
    private static final Map<String, String> MAKES_SECRETS =
            Map.of("external-secrets.io/ExternalSecret", "Ready", "bitnami.com/SealedSecret", "Synced");

    private final GracePeriods gracePeriods;

    ConditionRollout(GracePeriods gracePeriods) {
        this.gracePeriods = gracePeriods;
    }

    private record Condition(String type, String status, String reason, String message, long observed) {
        /** What else a controller notes may stay as it was noted of an earlier generation. */
        boolean counts() {
            return type.equals("Ready") || type.equals("Reconciling") || FAILURES.contains(type);
        }

        boolean is(String name, String value) {
            return type.equals(name) && status.equals(value);
        }

        String words() {
            String why = OneLine.of(message);
            return reason.isEmpty() || why.isEmpty() ? reason + why : reason + ": " + why;
        }
    }

    /** @param seen the last read; absent when it was never read */
    Rollout judge(ResourceIdentity resource, Optional<PolledResources.Seen> seen) {
        if (seen.isEmpty()) {
            return Rollout.waiting(0, 1, "waits to be seen");
        }
        if (seen.get().trouble().isPresent()) {
            return Rollout.waiting(
                    0, 1, "waits to be seen: " + seen.get().trouble().get());
        }
        if (!seen.get().readable()) {
            return Rollout.complete(1).saying("is applied; may not be read, so nothing is known of its conditions");
        }
        Optional<HasMetadata> object = seen.get().object();
        if (object.isEmpty()) {
            return Rollout.complete(1).saying("is not there any more");
        }
        return object.get() instanceof GenericKubernetesResource found ? judge(resource, found) : Rollout.complete(1);
    }

    private Rollout judge(ResourceIdentity resource, GenericKubernetesResource object) {
        if (resource.kind().equals("Ingress")) {
            return ingress(object);
        }
        return GatewayAnswers.isJudged(resource) ? answered(resource, object) : byConditions(resource, object);
    }

    /**
     * Of the Gateway API: a route that any of its gateways refuses is a failure when that lasts. What else is refused may
     * wait for something, as a Gateway for its certificate. Silence is said.
     */
    private Rollout answered(ResourceIdentity resource, GenericKubernetesResource object) {
        GatewayAnswers answers = GatewayAnswers.of(object);
        if (answers.outdated()) {
            return Rollout.unobserved(1);
        }
        return answers.refusal()
                .map(words -> Rollout.waiting(0, 1, words).suffering(Optional.of(refused(resource, object, words))))
                .orElseGet(() -> Rollout.complete(1).saying(answers.lacks()));
    }

    private Symptom refused(ResourceIdentity resource, GenericKubernetesResource object, String words) {
        Cause cause = Cause.of(CauseKind.STUCK, resource.display() + " is refused: " + words)
                .suggesting(lookAt(resource));
        return GatewayAnswers.isRoute(object)
                ? Symptom.lasting(key(object), cause, gracePeriods.blockedByGood())
                : Symptom.passing(key(object), cause);
    }

    private Rollout byConditions(ResourceIdentity resource, GenericKubernetesResource object) {
        long generation = Objects.requireNonNullElse(object.getMetadata().getGeneration(), 0L);
        long observed = number(part(object, "status").get("observedGeneration"), generation);
        List<Condition> conditions = conditions(object, generation);
        boolean stale = conditions.stream().anyMatch(each -> each.counts() && each.observed() < generation);
        if (observed < generation || stale) {
            return Rollout.unobserved(1);
        }
        Optional<Condition> failure = conditions.stream()
                .filter(each -> FAILURES.contains(each.type()) && each.status().equals("True"))
                .findFirst();
        if (failure.isPresent()) {
            return Rollout.waiting(0, 1, failure.get().words())
                    .suffering(Optional.of(Symptom.lasting(
                            key(object), cause(resource, failure.get()), gracePeriods.blockedByGood())));
        }
        Optional<Condition> working = conditions.stream()
                .filter(each -> each.is("Reconciling", "True"))
                .findFirst();
        if (working.isPresent()) {
            return Rollout.waiting(0, 1, working.get().words());
        }
        Optional<String> makes = Optional.ofNullable(MAKES_SECRETS.get(group(resource) + "/" + resource.kind()));
        String wanted = makes.orElse("Ready");
        if (makes.isPresent()
                && conditions.stream().noneMatch(each -> each.type().equals(wanted))) {
            return Rollout.waiting(0, 1, "waits for its secret: its controller has not said " + wanted + " yet")
                    .suffering(Optional.of(Symptom.passing(key(object), unanswered(resource, wanted))));
        }
        return conditions.stream()
                .filter(each -> each.type().equals(wanted) && !each.status().equals("True"))
                .findFirst()
                .map(unready -> Rollout.waiting(0, 1, unready.words())
                        .suffering(Optional.of(Symptom.passing(key(object), cause(resource, unready)))))
                .orElse(Rollout.complete(1));
    }

    private static String group(ResourceIdentity resource) {
        return resource.apiVersion().split("/", 2)[0];
    }

    private static Cause unanswered(ResourceIdentity resource, String wanted) {
        return Cause.of(
                        CauseKind.STUCK,
                        resource.display() + " has not made its secret: its controller has not said " + wanted
                                + " yet, so it may not be running")
                .suggesting(lookAt(resource));
    }

    private static Cause cause(ResourceIdentity resource, Condition condition) {
        String state = FAILURES.contains(condition.type())
                ? " says " + condition.type().toLowerCase(Locale.ROOT)
                : " is not " + condition.type().toLowerCase(Locale.ROOT);
        String why = condition.words();
        return Cause.of(CauseKind.STUCK, resource.display() + state + (why.isEmpty() ? "" : ": " + why))
                .suggesting(lookAt(resource));
    }

    private static String lookAt(ResourceIdentity resource) {
        return "look at what its controller says: kubectl -n " + resource.namespace() + " describe "
                + resource.display();
    }

    private static String key(HasMetadata object) {
        return "workload/" + object.getMetadata().getUid() + "/conditions";
    }

    /**
     * Ready as soon as it exists, since many controllers never write an address; a missing class or address is still
     * reported.
     */
    private static Rollout ingress(GenericKubernetesResource object) {
        List<String> lacks = new ArrayList<>();
        Map<String, String> annotations =
                Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
        if (text(part(object, "spec").get("ingressClassName")).isEmpty()
                && !annotations.containsKey("kubernetes.io/ingress.class")) {
            lacks.add("names no class: served where the cluster has a default one");
        }
        boolean addressed = part(object, "status").get("loadBalancer") instanceof Map<?, ?> balancer
                && balancer.get("ingress") instanceof List<?> addresses
                && !addresses.isEmpty();
        if (!addressed) {
            lacks.add("has no address yet");
        }
        return Rollout.complete(1).saying(String.join("; ", lacks));
    }

    private static List<Condition> conditions(GenericKubernetesResource object, long generation) {
        return part(object, "status").get("conditions") instanceof List<?> all
                ? all.stream()
                        .filter(Map.class::isInstance)
                        .map(each -> (Map<?, ?>) each)
                        .map(each -> new Condition(
                                text(each.get("type")),
                                text(each.get("status")),
                                text(each.get("reason")),
                                text(each.get("message")),
                                number(each.get("observedGeneration"), generation)))
                        .toList()
                : List.of();
    }

    private static Map<?, ?> part(GenericKubernetesResource object, String name) {
        return object.getAdditionalProperties().get(name) instanceof Map<?, ?> part ? part : Map.of();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    private static long number(@Nullable Object value, long unlessSaid) {
        return value instanceof Number number ? number.longValue() : unlessSaid;
    }
}
