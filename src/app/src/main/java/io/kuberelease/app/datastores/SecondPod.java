package io.kuberelease.app.datastores;

import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.datastores.DatastoreVariables;
import io.kuberelease.adapters.kubernetes.datastores.KubernetesDatastores;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.engine.CancelSwitch;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.RunningDatastores;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.port.Datastores;
import io.kuberelease.port.StageControl;
import io.kuberelease.view.Durations;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * The pod with the datastores of one block, beside the agent on which the block runs; found by the block's name, also
 * after a restart.
 */
public final class SecondPod {
    private static final StageId STAGE = new StageId("datastores");
    private static final Duration READY_WITHIN = Duration.ofMinutes(10);
    // A pod can be ready before the network routes to it.
    private static final Duration REACHED_WITHIN = Duration.ofSeconds(30);
    // A limit for when nobody is left to remove it; usually the agent's pod is gone long before.
    private static final Duration LIFETIME = Duration.ofHours(24);

    private final DatastoreBlock block;
    private final Target target;
    private final Optional<String> agentPod;
    private final ExecutorService workers;
    private final Supplier<Clusters> access;
    private final CancelSwitch told = new CancelSwitch();

    /** The machine from which the datastores are used. */
    public interface Agent {
        /** Its name, for messages. */
        String name();

        /** Carries the check out on that machine, and returns its messages. Blocks. */
        List<String> missing(PortCheck check) throws IOException, InterruptedException;
    }

    /**
     * @param target where it runs
     * @param agentPod the pod of the agent in the same namespace, with which the second one is deleted
     * @param access opens the connections, which are closed after use; may block
     */
    public SecondPod(
            DatastoreBlock block,
            Target target,
            Optional<String> agentPod,
            Supplier<Clusters> access,
            ExecutorService workers) {
        this.block = block;
        this.target = target;
        this.agentPod = agentPod;
        this.workers = workers;
        this.access = access;
    }

    /**
     * Starts the pod, or joins the one that was started. Does not block.
     *
     * @return completes with the variables for the block when each port answers the agent
     */
    public CompletableFuture<DatastoreVariables> start(List<DatastoreSpec> specs, Agent agent, DatastoreLog log) {
        Instant began = Instant.now();
        log.say("datastores  " + DatastoreLog.names(specs) + " in namespace " + target.namespace() + " of "
                + target.cluster());
        StageControl control = new StageControl(block.release(), STAGE, began.plus(READY_WITHIN), true, told, log);
        Datastores.DatastoreRequest request =
                new Datastores.DatastoreRequest(block.release(), block.app(), target, specs, LIFETIME);
        return CompletableFuture.supplyAsync(access, workers)
                .thenCompose(clusters -> {
                    KubernetesDatastores datastores = datastores(clusters);
                    // In a step of its own: what it throws at once is a problem like those that come later.
                    return CompletableFuture.supplyAsync(
                                    () -> agentPod.map(pod -> datastores.ownedBy(target, pod))
                                            .orElse(datastores),
                                    workers)
                            .thenCompose(owned -> owned.start(request, control))
                            .thenApplyAsync(
                                    running -> reached(running, datastores.variables(running, specs), specs, agent),
                                    workers)
                            .whenComplete((ready, problem) -> clusters.close());
                })
                .whenComplete((ready, problem) -> {
                    if (problem != null) {
                        log.explain(root(problem));
                    } else {
                        log.say("datastores  ready after " + Durations.words(Duration.between(began, Instant.now()))
                                + " at " + ready.address());
                    }
                })
                .thenApply(Ready::variables);
    }

    private KubernetesDatastores datastores(Clusters clusters) {
        return new KubernetesDatastores(clusters, GracePeriods.USUAL, workers, Clock.systemUTC(), new SecureRandom());
    }

    /** Datastores that the agent reaches at the address. */
    private record Ready(String address, DatastoreVariables variables) {}

    private Ready reached(
            RunningDatastores running, DatastoreVariables variables, List<DatastoreSpec> specs, Agent agent) {
        List<String> ports = specs.stream()
                .map(spec -> running.address() + ":" + spec.port())
                .toList();
        try {
            List<String> missing = agent.missing(new PortCheck(ports, REACHED_WITHIN));
            if (!missing.isEmpty()) {
                throw new ReleaseException.Failed(Cause.of(
                                CauseKind.UNAVAILABLE,
                                "the datastores run, but agent " + agent.name() + " does not reach them: "
                                        + String.join("; ", missing))
                        .suggesting("use an agent that reaches the addresses of pods in " + target.cluster()
                                + ", best one that is a pod there"));
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
        return new Ready(running.address(), variables);
    }

    /** Tells the start to stop; returns at once. */
    public void stop() {
        told.cancel();
    }

    /** Whether the start was told to stop. */
    public boolean isStopped() {
        return told.requested();
    }

    /** Removes the pod and all that belongs to it; returns when that is certain. */
    public void remove() {
        try (Clusters clusters = access.get()) {
            datastores(clusters).remove(block.release(), block.app(), target);
        }
    }

    /** The problem itself, without what wraps it on its way. */
    public static Throwable root(Throwable problem) {
        return problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
    }
}
