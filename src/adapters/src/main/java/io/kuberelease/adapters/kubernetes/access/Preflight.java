package io.kuberelease.adapters.kubernetes.access;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Looks up every cluster and namespace of a release before it begins, so that a missing production namespace is not
 * found after staging was deployed. Clusters that the release makes itself are not looked for. Changes nothing; blocks.
 */
public final class Preflight {
    /** A cluster that does not answer by then is asked when it is needed; the release does not wait for it. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private static final int NAMED_AT_ONCE = 1;

    private final Clusters clusters;
    private final Executor workers;

    public Preflight(Clusters clusters, Executor workers) {
        this.clusters = clusters;
        this.workers = workers;
    }

    /**
     * Refuses a release if one of its clusters or namespaces can't be used.
     *
     * @throws ReleaseException.Failed with all problems; a cluster that merely does not answer is none, since it may
     *     answer when it is needed
     */
    public void require(ReleasePlan plan) {
        Map<String, CompletableFuture<Optional<Cause>>> asked = new LinkedHashMap<>();
        Set<Target> tests = testTargets(plan);
        for (EnvironmentSpec environment : plan.environments()) {
            // Whether it is there, being deleted, or somebody else's is for the stage that claims or makes it.
            if (plan.claims(environment) || PopUpName.isOne(environment.target().cluster())) {
                continue;
            }
            boolean made = environment.createNamespace() || tests.contains(environment.target());
            asked.put(
                    environment.name().value(),
                    CompletableFuture.supplyAsync(() -> problem(environment.target(), made), workers));
        }
        Set<Target> others = new LinkedHashSet<>(tests);
        plan.environments().forEach(environment -> others.remove(environment.target()));
        others.removeIf(target -> PopUpName.isOne(target.cluster()));
        others.forEach(target -> asked.put(
                others.size() == 1 ? "the tests" : "the tests in " + target.namespace() + " of " + target.cluster(),
                CompletableFuture.supplyAsync(() -> problem(target, true), workers)));
        Map<String, Cause> found = new LinkedHashMap<>();
        asked.forEach((place, answer) -> answer.completeOnTimeout(
                        Optional.empty(), TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join()
                .ifPresent(cause -> found.put(place, cause)));
        if (!found.isEmpty()) {
            throw new ReleaseException.Failed(all(found));
        }
    }

    private Optional<Cause> problem(Target target, boolean made) {
        try {
            Namespace namespace = clusters.client(target)
                    .namespaces()
                    .withName(target.namespace().value())
                    .get();
            return namespace == null
                    ? missing(target, made)
                    : goingAway(namespace, target).or(() -> ofPreview(namespace, target));
        } catch (ReleaseException.Failed refused) {
            return Optional.of(refused.reason());
        } catch (ReleaseException later) {
            return Optional.empty();
        } catch (KubernetesClientException problem) {
            return refusal(target, problem);
        }
    }

    /** No problem if we may not read the namespace: we may be allowed to release to it all the same. */
    private static Optional<Cause> refusal(Target target, KubernetesClientException problem) {
        if (problem.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
            return Optional.empty();
        }
        ReleaseException translated = ClusterErrors.translate(
                "read namespace " + target.namespace() + " of cluster " + target.cluster(), problem);
        return translated instanceof ReleaseException.Failed ? Optional.of(translated.reason()) : Optional.empty();
    }

    private static Optional<Cause> missing(Target target, boolean made) {
        return made
                ? Optional.empty()
                : Optional.of(Cause.of(
                                CauseKind.BAD_INPUT,
                                "there is no namespace " + target.namespace() + " in cluster " + target.cluster())
                        .suggesting("make it (kubectl create namespace " + target.namespace()
                                + "), or set createNamespace: true"));
    }

    /** Whoever deployed there would lose it when the preview's time is over. */
    private static Optional<Cause> ofPreview(Namespace namespace, Target target) {
        return Optional.ofNullable(namespace.getMetadata().getLabels())
                .map(labels -> labels.get(Labels.PREVIEW))
                .map(slug -> Cause.of(
                                CauseKind.REFUSED,
                                "namespace " + target.namespace() + " in cluster " + target.cluster()
                                        + " is a preview's (" + slug + "), and is deleted with it")
                        .suggesting("delete that preview (kube-release preview delete), or take another namespace"));
    }

    private static Optional<Cause> goingAway(Namespace namespace, Target target) {
        boolean terminating = namespace.getMetadata().getDeletionTimestamp() != null;
        return terminating
                ? Optional.of(Cause.of(
                                CauseKind.UNAVAILABLE,
                                "namespace " + target.namespace() + " in cluster " + target.cluster()
                                        + " is being deleted since "
                                        + namespace.getMetadata().getDeletionTimestamp())
                        .suggesting(
                                "wait until it is gone, and release then; what keeps it is in its status (kubectl get"
                                        + " namespace " + target.namespace() + " -o yaml)"))
                : Optional.empty();
    }

    private static Cause all(Map<String, Cause> found) {
        List<String> lines = new ArrayList<>();
        found.forEach((place, cause) -> lines.add(place + ": " + cause.summary()));
        Set<CauseKind> kinds = found.values().stream().map(Cause::kind).collect(Collectors.toSet());
        Cause cause = Cause.of(
                kinds.size() == NAMED_AT_ONCE ? kinds.iterator().next() : CauseKind.BAD_INPUT,
                "nothing was begun, since the release can't come to " + String.join("; nor to ", lines));
        String advice = found.values().stream()
                .flatMap(each -> each.suggestion().stream())
                .distinct()
                .collect(Collectors.joining("; "));
        return advice.isEmpty() ? cause : cause.suggesting(advice);
    }

    /** The targets of tests and datastores, which create their namespace if it is missing. */
    private static Set<Target> testTargets(ReleasePlan plan) {
        Set<Target> targets = new LinkedHashSet<>();
        plan.startDatastores().ifPresent(start -> targets.add(start.task().target()));
        plan.tests().ifPresent(tests -> targets.add(tests.task().target()));
        return targets;
    }
}
