package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.kubernetes.diagnosis.ObjectEvents;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.adapters.kubernetes.jobs.JobWatch;
import io.kuberelease.adapters.kubernetes.jobs.PodContainers;
import io.kuberelease.model.Cause;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.port.Datastores.DatastoreRequest;
import io.kuberelease.port.Progress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One start of datastores, from the creation of their Job until all are ready or the cause is known why not. */
final class DatastoreStart implements JobWatch.Listener {

    private static final int NO_SUCH_GATE = 422;

    private final KubernetesClient client;
    private final DatastoreRequest request;
    private final Progress progress;
    private final Executor workers;
    private final CompletableFuture<String> address = new CompletableFuture<>();
    private final Set<String> timed = new HashSet<>();
    private final AtomicBoolean opened = new AtomicBoolean();
    private volatile boolean stopping;
    private volatile @Nullable Pod newest;
    private volatile Supplier<ObjectEvents> events = () -> ObjectEvents.NONE;

    DatastoreStart(KubernetesClient client, DatastoreRequest request, Progress progress, Executor workers) {
        this.client = client;
        this.request = request;
        this.progress = progress;
        this.workers = workers;
    }

    /** Completes with the pod's address once every datastore is ready; exceptionally when they won't be. */
    CompletableFuture<String> address() {
        return address;
    }

    /** From now on ignores the pod: what happens to it is our own doing. */
    void stopping() {
        stopping = true;
    }

    /** Fails the start at the stage's deadline, with the symptom as the cause if there is one. Returns at once. */
    void timeUp(Optional<Symptom> symptom, Duration waited) {
        workers.execute(() -> fail(symptom.map(causes()::suffering).orElseGet(() -> causes().notReadyWithin(waited))));
    }

    /** Sets the source of the pod's events, for evidence; to be called before the watch starts. */
    void events(Supplier<ObjectEvents> known) {
        events = known;
    }

    @Override
    public void changed(Pod pod) {
        if (stopping) {
            return;
        }
        newest = pod;
        if (DatastoreJob.isGated(pod)) {
            if (opened.compareAndSet(false, true)) {
                workers.execute(() -> letIn(pod));
            }
            return;
        }
        Optional<ContainerStatus> ended = PodContainers.of(pod).stream()
                .filter(status -> PodContainers.ended(status).isPresent())
                .findFirst();
        if (ended.isPresent()) {
            workers.execute(() -> fail(causes().ended(pod, ended.get())));
            return;
        }
        List<DatastoreSpec> missing = request.datastores().stream()
                .filter(spec -> !isReady(pod, spec))
                .toList();
        String podAddress = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        if (missing.isEmpty() && podAddress != null) {
            address.complete(podAddress);
            return;
        }
        progress.note("waits for " + DatastoreCauses.names(missing));
        missing.forEach(spec -> time(pod, spec));
    }

    @Override
    public void suffers(Symptom symptom) {
        if (!stopping) {
            workers.execute(() -> fail(causes().suffering(symptom)));
        }
    }

    @Override
    public void gone() {
        if (!stopping) {
            address.completeExceptionally(new ReleaseException.Errored(causes().deleted(), Duration.ZERO));
        }
    }

    @Override
    public void unwatchable(ReleaseException.Errored problem) {
        address.completeExceptionally(problem);
    }

    /**
     * Removes the gate, as the watch begins after the Secret was created. A pod that is never let in ends by the Job's
     * time limit.
     */
    private void letIn(Pod pod) {
        String name = pod.getMetadata().getName();
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(name)
                    .patch(PatchContext.of(PatchType.JSON), DatastoreJob.opening(pod));
        } catch (KubernetesClientException problem) {
            if (problem.getCode() == NO_SUCH_GATE) {
                // The gates have changed meanwhile, so ours has another index: the pod's next state shows it.
                opened.set(false);
            } else if (!stopping) {
                address.completeExceptionally(ClusterErrors.translate("let pod " + name + " be given a node", problem));
            }
        }
    }

    private void time(Pod pod, DatastoreSpec spec) {
        boolean running = PodContainers.named(pod, spec.name())
                .filter(PodContainers::isRunning)
                .isPresent();
        if (running && timed.add(spec.name())) {
            CompletableFuture.delayedExecutor(spec.readyWithin().toMillis(), TimeUnit.MILLISECONDS, workers)
                    .execute(() -> failLate(spec));
        }
    }

    private void failLate(DatastoreSpec spec) {
        Pod pod = newest;
        if (pod != null && !address.isDone() && !isReady(pod, spec)) {
            fail(causes().late(pod, spec));
        }
    }

    private DatastoreCauses causes() {
        return new DatastoreCauses(client, request.datastores(), events.get());
    }

    private void fail(Cause cause) {
        address.completeExceptionally(new ReleaseException.Failed(cause));
    }

    private static boolean isReady(Pod pod, DatastoreSpec spec) {
        return PodContainers.named(pod, spec.name())
                .filter(status -> Objects.equals(status.getReady(), true))
                .isPresent();
    }
}
