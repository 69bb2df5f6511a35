package io.kuberelease.adapters.kubernetes.previews;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits until a namespace that is being deleted is gone, and tells what keeps it. Watches; never polls. */
final class EndOfNamespace {
    /** A namespace with nothing special in it is gone by then. */
    private static final Duration USUAL = Duration.ofMinutes(2);

    private final KubernetesClient client;
    private final String name;
    private final StageControl control;
    private final InstantSource clock;

    EndOfNamespace(KubernetesClient client, String name, StageControl control, InstantSource clock) {
        this.client = client;
        this.name = name;
        this.control = control;
        this.clock = clock;
    }

    /**
     * Returns when the namespace of that identity is gone.
     *
     * @throws ReleaseException.Errored when something keeps it for longer than is usual
     */
    void await(String uid) {
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<List<Namespace>> gone = client.namespaces()
                .withName(name)
                .informOnCondition(found -> {
                    found.stream().findFirst().ifPresent(this::tell);
                    return found.stream()
                            .noneMatch(namespace ->
                                    namespace.getMetadata().getUid().equals(uid));
                });
        var unused = gone.whenComplete((found, problem) -> over.countDown());
        control.cancellation().whenRequested(over::countDown);
        Duration left = Duration.between(clock.instant(), timeLimit());
        try {
            var ended = over.await(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
            if (gone.isDone() && !gone.isCompletedExceptionally()) {
                return;
            }
            if (ended && !gone.isDone()) {
                throw new ReleaseException.Aborted(
                        "namespace " + name + " is being deleted; whether all of it is gone is not watched any more");
            }
            throw kept();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("stopped while namespace " + name + " was being deleted");
        } finally {
            gone.cancel(true);
        }
    }

    private Instant timeLimit() {
        Instant usual = clock.instant().plus(USUAL);
        return usual.isBefore(control.deadline()) ? usual : control.deadline();
    }

    private void tell(Namespace found) {
        keepers(found).stream().findFirst().ifPresent(what -> control.progress().note(what));
    }

    private ReleaseException kept() {
        Optional<Namespace> found =
                Optional.ofNullable(client.namespaces().withName(name).get());
        List<String> keepers = found.map(EndOfNamespace::keepers).orElse(List.of());
        return new ReleaseException.Errored(
                Cause.of(
                                CauseKind.STUCK,
                                "namespace " + name + " is being deleted and still there"
                                        + keepers.stream()
                                                .findFirst()
                                                .map(what -> ": " + what)
                                                .orElse(""))
                        .seen(List.of(new Evidence("what keeps namespace " + name, keepers)))
                        .suggesting("look at what is named there: its controller is to remove the finalizer, or you are"
                                + " where that one is gone (kubectl edit)"),
                Duration.ZERO);
    }

    /** Finalizers and content that are left, as the cluster names them. */
    private static List<String> keepers(Namespace found) {
        if (found.getStatus() == null) {
            return List.of();
        }
        return found.getStatus().getConditions().stream()
                .filter(condition -> "True".equals(condition.getStatus()))
                .filter(condition -> condition.getType().startsWith("Namespace"))
                .sorted(Comparator.comparing(
                        condition -> condition.getType().equals("NamespaceFinalizersRemaining") ? 0 : 1))
                .map(NamespaceCondition::getMessage)
                .toList();
    }
}
