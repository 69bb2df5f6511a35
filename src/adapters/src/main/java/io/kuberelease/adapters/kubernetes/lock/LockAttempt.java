package io.kuberelease.adapters.kubernetes.lock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One release's attempt to take the lock. It looks when a Lease changes and when one may have expired, and does not
 * poll.
 */
final class LockAttempt implements ResourceEventHandler<Lease> {
    private final LeaseStore store;
    private final Holder me;
    private final EnvironmentSpec environment;
    private final StageControl control;
    private final ScheduledExecutorService timers;
    private final Executor io;
    private final InstantSource clock;
    private final LeaseObservations leaseObservations = new LeaseObservations();
    private final CompletableFuture<Lease> taken = new CompletableFuture<>();
    private final AtomicBoolean lookDue = new AtomicBoolean();
    private Optional<SharedIndexInformer<Lease>> watch = Optional.empty();
    private Optional<Renewal> ticket = Optional.empty();
    private volatile String why = "not yet known to be free";

    LockAttempt(
            LeaseStore store,
            Holder me,
            EnvironmentSpec environment,
            StageControl control,
            ScheduledExecutorService timers,
            Executor io,
            InstantSource clock) {
        this.store = store;
        this.me = me;
        this.environment = environment;
        this.control = control;
        this.timers = timers;
        this.io = io;
        this.clock = clock;
    }

    /**
     * Starts; completes with the lock's Lease once it is held, exceptionally at the deadline, on cancellation or on
     * error.
     */
    CompletableFuture<Lease> begin() {
        control.cancellation().whenRequested(() -> fail(new ReleaseException.Aborted("the lock was not taken")));
        lookAt(control.deadline(), this::tooLate);
        look();
        return taken;
    }

    private void look() {
        if (!taken.isDone() && lookDue.compareAndSet(false, true)) {
            io.execute(this::move);
        }
    }

    private synchronized void move() {
        lookDue.set(false);
        if (taken.isDone()) {
            return;
        }
        try {
            Queue queue = watch.map(open -> store.queue(open.getStore().list())).orElseGet(store::list);
            Queue.Move move = queue.next(me.release(), leaseObservations, clock.instant());
            if (move instanceof Queue.Move.Adopt adopt) {
                store.renew(adopt.lock()).ifPresentOrElse(this::succeed, this::lookOnce);
            } else if (move instanceof Queue.Move.Take take) {
                take.abandoned().forEach(store::remove);
                store.take(take.lock(), me).ifPresentOrElse(this::succeed, this::lookOnce);
            } else if (move instanceof Queue.Move.Wait waiting) {
                await(waiting);
            }
        } catch (KubernetesClientException problem) {
            fail(ClusterErrors.translate("take the lock of " + place(), problem));
        } catch (RuntimeException problem) {
            // A bug of ours must not leave anybody waiting until the deadline.
            taken.completeExceptionally(problem);
        }
    }

    private void await(Queue.Move.Wait waiting) {
        if (!why.equals(waiting.why())) {
            why = waiting.why();
            control.progress().note("waits for the lock of " + place() + ", " + why);
        }
        if (watch.isEmpty()) {
            queueUp();
        }
        lookAt(waiting.until(), this::look);
    }

    private void queueUp() {
        Lease place = store.queueUp(me);
        ticket = Optional.of(new Renewal(store, place, me, () -> store.ticket(me.release()), timers, io));
        SharedIndexInformer<Lease> informer = store.watch(this);
        watch = Optional.of(informer);
        var unused = informer.start().whenComplete((started, problem) -> {
            if (problem instanceof KubernetesClientException refused) {
                fail(ClusterErrors.translate("watch the lock of " + place(), refused));
            } else {
                look();
            }
        });
    }

    /** After somebody was quicker: a watch will report the change; without one we look again. */
    private void lookOnce() {
        if (watch.isEmpty()) {
            look();
        }
    }

    private void lookAt(Instant moment, Runnable action) {
        long wait = Math.max(0, Duration.between(clock.instant(), moment).toMillis()) + 1;
        var unused = timers.schedule(action, wait, TimeUnit.MILLISECONDS);
    }

    private void tooLate() {
        fail(new ReleaseException.Failed(
                Cause.of(CauseKind.LOCKED, "the lock of " + place() + " was not free in time: " + why)
                        .suggesting("wait for that release, or end it")));
    }

    private void succeed(Lease lease) {
        io.execute(this::cleanUp);
        taken.complete(lease);
    }

    private void fail(ReleaseException problem) {
        if (taken.completeExceptionally(problem)) {
            io.execute(this::cleanUp);
        }
    }

    private synchronized void cleanUp() {
        watch.ifPresent(SharedIndexInformer::stop);
        ticket.ifPresent(Renewal::close);
        try {
            ticket.ifPresent(renewal -> store.leaveQueue(me.release()));
        } catch (KubernetesClientException unreachable) {
            // A ticket that is not renewed is passed over by the others and removed by the next holder.
            why = "the ticket is left to expire";
        }
    }

    private String place() {
        return environment.app() + " in " + environment.name();
    }

    @Override
    public void onAdd(Lease added) {
        look();
    }

    @Override
    public void onUpdate(Lease before, Lease after) {
        look();
    }

    @Override
    public void onDelete(Lease last, boolean lastStateUnknown) {
        look();
    }
}
