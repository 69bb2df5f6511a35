package io.kuberelease.adapters.kubernetes.jobs;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kuberelease.adapters.kubernetes.diagnosis.CreationDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.ObjectEvents;
import io.kuberelease.adapters.kubernetes.diagnosis.PodDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches a Job's pod and the events of both by informers. Reports each new state of the pod, and a symptom as soon as
 * it counts as final. Holds no thread.
 */
public final class JobWatch implements AutoCloseable {

    private final KubernetesClient client;
    private final String namespace;
    private final HasMetadata job;
    private final GracePeriods gracePeriods;
    private final InstantSource clock;
    private final Executor workers;
    private final Listener listener;
    private final Map<String, Event> events = new ConcurrentHashMap<>();
    private final Informers informers = new Informers();
    private @Nullable Pod pod;
    private @Nullable Symptom symptom;
    private Instant symptomSince = Instant.MAX;
    private boolean closed;

    /** Gets what happens to the pod. The calls must not block: those about the pod come one at a time, under a lock. */
    public interface Listener {

        /** The pod was created or has changed. */
        void changed(Pod pod);

        /** Something is wrong that won't go away by itself; called again with each change while it lasts. */
        void suffers(Symptom symptom);

        /** The pod was deleted. */
        void gone();

        /** The pods can't be watched, so nothing more is reported of them. */
        void unwatchable(ReleaseException.Errored problem);
    }

    /**
     * @param workers runs the judgements at the end of a grace period
     */
    public JobWatch(
            KubernetesClient client,
            HasMetadata job,
            GracePeriods gracePeriods,
            InstantSource clock,
            Executor workers,
            Listener listener) {
        this.client = client;
        this.namespace = job.getMetadata().getNamespace();
        this.job = job;
        this.gracePeriods = gracePeriods;
        this.clock = clock;
        this.workers = workers;
        this.listener = listener;
    }

    /** Starts the informers; returns at once. */
    public void start() {
        watchEventsOf(job.getMetadata().getName());
        informers
                .start(
                        client.pods()
                                .inNamespace(namespace)
                                .withLabelSelector(
                                        JobIdentity.selectorOf(job.getMetadata().getName()))
                                .runnableInformer(0),
                        this::podChanged,
                        this::podGone)
                .whenComplete((started, problem) -> {
                    if (problem != null) {
                        listener.unwatchable(unwatchable(problem));
                    }
                });
    }

    private ReleaseException.Errored unwatchable(Throwable problem) {
        return new ReleaseException.Errored(
                Cause.of(
                        CauseKind.UNAVAILABLE,
                        "could not watch the pod of job " + job.getMetadata().getName()),
                Duration.ZERO,
                problem);
    }

    /** The present symptom, final or not; absent when nothing is known to be wrong. */
    public synchronized Optional<Symptom> symptom() {
        return Optional.ofNullable(symptom);
    }

    /** The events of the pod and the Job so far, newest last. */
    public ObjectEvents events() {
        return new ObjectEvents(List.copyOf(events.values()));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        informers.close();
    }

    private synchronized void podChanged(Pod newest) {
        if (closed || !JobOwner.owns(job, newest)) {
            return;
        }
        if (pod == null) {
            watchEventsOf(newest.getMetadata().getName());
        }
        pod = newest;
        listener.changed(newest);
        judge();
    }

    private synchronized void podGone(Pod last) {
        if (!closed && JobOwner.owns(job, last)) {
            listener.gone();
        }
    }

    private synchronized void eventSeen(Event event) {
        if (!closed) {
            events.put(event.getMetadata().getUid(), event);
            judge();
        }
    }

    // A failure to watch events is ignored: without the right to read them less is known, but enough.
    private void watchEventsOf(String object) {
        informers.start(
                client.v1()
                        .events()
                        .inNamespace(namespace)
                        .withField("involvedObject.name", object)
                        .runnableInformer(0),
                this::eventSeen,
                event -> {});
    }

    private void judge() {
        Symptom now = diagnose().orElse(null);
        if (now == null || symptom == null || !now.key().equals(symptom.key())) {
            symptomSince = clock.instant();
        }
        symptom = now;
        if (now != null) {
            now.grace().ifPresent(grace -> judgeAfter(now, grace));
        }
    }

    private void judgeAfter(Symptom found, Duration grace) {
        Duration left = Duration.between(clock.instant(), symptomSince.plus(grace));
        if (left.isNegative() || left.isZero()) {
            listener.suffers(found);
        } else {
            CompletableFuture.delayedExecutor(left.toMillis() + 1, TimeUnit.MILLISECONDS, workers)
                    .execute(this::judgeAgain);
        }
    }

    private synchronized void judgeAgain() {
        if (!closed) {
            judge();
        }
    }

    private Optional<Symptom> diagnose() {
        List<Event> known = List.copyOf(events.values());
        if (pod != null) {
            return new PodDiagnosis(gracePeriods).symptom(pod, known);
        }
        return new ObjectEvents(known).latest("FailedCreate").map(event -> new CreationDiagnosis(gracePeriods)
                .symptom(
                        "job/" + job.getMetadata().getName(),
                        job.getMetadata().getUid(),
                        ObjectEvents.message(event),
                        false));
    }

    /** Informers that are started one by one and stopped together; none starts after that. */
    private static final class Informers implements AutoCloseable {
        private final List<SharedIndexInformer<?>> running = new ArrayList<>();
        private boolean closed;

        /**
         * Starts the informer; completes once the first list has been read, exceptionally when it can't be.
         *
         * @param changed gets each object of the first list, each new one and each changed one
         * @param deleted gets the last known state of each deleted object
         */
        <T> CompletionStage<Void> start(SharedIndexInformer<T> informer, Consumer<T> changed, Consumer<T> deleted) {
            synchronized (this) {
                if (closed) {
                    return CompletableFuture.completedFuture(null);
                }
                running.add(informer);
            }
            informer.addEventHandler(new ResourceEventHandler<>() {
                @Override
                public void onAdd(T added) {
                    changed.accept(added);
                }

                @Override
                public void onUpdate(T before, T after) {
                    changed.accept(after);
                }

                @Override
                public void onDelete(T last, boolean finalStateUnknown) {
                    deleted.accept(last);
                }
            });
            return informer.start();
        }

        @Override
        public void close() {
            List<SharedIndexInformer<?>> all;
            synchronized (this) {
                closed = true;
                all = List.copyOf(running);
            }
            all.forEach(SharedIndexInformer::stop);
        }
    }
}
