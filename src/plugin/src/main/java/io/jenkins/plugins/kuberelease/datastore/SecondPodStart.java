package io.jenkins.plugins.kuberelease.datastore;

import hudson.AbortException;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.remoting.VirtualChannel;
import io.kuberelease.adapters.kubernetes.datastores.DatastoreVariables;
import io.kuberelease.app.Unattended;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.StageControl;
import io.kuberelease.view.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import jenkins.model.Jenkins;

/** Starts a second pod and waits until each of its ports answers the agent. */
final class SecondPodStart {
    private static final StageId STAGE = new StageId("datastores");
    private static final Duration READY_WITHIN = Duration.ofMinutes(10);
    private static final Duration BACK_WITHIN = Duration.ofMinutes(5);
    // A pod can be ready before the network routes to it.
    private static final long PORTS_MILLIS = 30_000;

    private final Place place;
    private final StepName name;
    private final List<DatastoreSpec> specs;
    private final ExecutorService workers;
    private final CancellationSource told = new CancellationSource();

    SecondPodStart(Place place, StepName name, List<DatastoreSpec> specs, ExecutorService workers) {
        this.place = place;
        this.name = name;
        this.specs = specs;
        this.workers = workers;
    }

    /** Begins the start without blocking; completes with the variables for the block. */
    CompletableFuture<DatastoreVariables> begin(Run<?, ?> run, Console console) {
        return CompletableFuture.supplyAsync(() -> new SecondPod(place, name, run, workers), workers)
                .thenCompose(pod -> CompletableFuture.completedFuture(pod)
                        // In a step of its own: what it throws at once is a problem like those that come later.
                        .thenCompose(begun -> start(begun, console))
                        .whenComplete((ready, problem) -> {
                            pod.close();
                            if (problem != null) {
                                console.explain(root(problem));
                            }
                        }));
    }

    /** Tells the start to stop; returns at once. */
    void stop() {
        told.stop();
        AgentArrivals.wake();
    }

    /** Turns a problem into the exception that the pipeline shows. */
    Exception words(Throwable problem) {
        Throwable root = root(problem);
        return root instanceof AbortException known
                ? known
                : (Exception) new AbortException("withDatastores: " + root.getMessage()).initCause(root);
    }

    private CompletableFuture<DatastoreVariables> start(SecondPod pod, Console console) {
        Instant began = Instant.now();
        console.say("datastores  " + Console.names(specs) + " in namespace " + place.namespace() + " of "
                + place.cluster());
        StageControl control = new StageControl(name.release(), STAGE, began.plus(READY_WITHIN), true, told, console);
        return pod.start(specs, control)
                .thenApplyAsync(started -> reached(started, console, began), workers)
                .toCompletableFuture();
    }

    private DatastoreVariables reached(SecondPod.Started started, Console console, Instant began) {
        try {
            List<String> ports = specs.stream()
                    .map(spec -> started.address() + ":" + spec.port())
                    .toList();
            List<String> missing = agent().call(new PortCheck(ports, PORTS_MILLIS));
            if (!missing.isEmpty()) {
                throw new AbortException("the datastores run, but agent " + agentName() + " does not reach them: "
                        + String.join("; ", missing) + "\n"
                        + "  → use an agent that reaches the addresses of pods in " + place.cluster()
                        + ", best one that is a pod there");
            }
            console.say("datastores  ready after " + Durations.words(Duration.between(began, Instant.now())) + " at "
                    + started.address());
            return started.variables();
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    /** Waits for the agent's channel, since an agent takes a while to reconnect after a restart of Jenkins. */
    private VirtualChannel agent() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(BACK_WITHIN);
        return AgentArrivals.await(this::channel, () -> !told.requested(), end)
                .orElseThrow(() -> new AbortException("agent " + agentName() + " is not connected"));
    }

    private Optional<VirtualChannel> channel() {
        return Optional.ofNullable(Jenkins.get().getComputer(place.agent())).map(Computer::getChannel);
    }

    private String agentName() {
        return place.agent().isEmpty() ? "built-in" : place.agent();
    }

    private static Throwable root(Throwable problem) {
        return problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
    }

    /** Cancels a start of datastores, once. */
    private static final class CancellationSource implements Cancellation {
        private final CompletableFuture<Void> told = new CompletableFuture<>();

        void stop() {
            told.complete(null);
        }

        @Override
        public boolean requested() {
            return told.isDone();
        }

        @Override
        public void whenRequested(Runnable action) {
            Unattended.then(told, (nothing, never) -> action.run());
        }
    }
}
