package io.jenkins.plugins.kuberelease.datastore;

import hudson.AbortException;
import hudson.model.Computer;
import hudson.util.Secret;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.jenkins.plugins.kuberelease.step.OnTheBuildsPage;
import io.kuberelease.adapters.kubernetes.datastores.SidecarDatastores;
import io.kuberelease.app.Threads;
import io.kuberelease.app.Unattended;
import io.kuberelease.plan.DatastoreSpec;
import java.io.IOException;
import java.io.Serializable;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code withDatastores}: outside of a node its datastores are sidecars of the agent pods made in its block,
 * inside of one they run in a second pod. It occupies no thread while its block runs, and stores passwords encrypted.
 */
public final class WithDatastoresExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final long PATIENCE_SECONDS = 3;

    private final DatastoreRequest datastoreRequest;
    private final @Nullable String cluster;
    private final @Nullable String namespace;
    private final SidecarPasswords sidecarPasswords = new SidecarPasswords();
    private final AgentPlaces agentPlaces;
    private final BlockResult end = new BlockResult();
    private @Nullable Place place;
    private @Nullable BodyExecution body;
    private transient @Nullable SecondPodStart start;

    WithDatastoresExecution(
            StepContext context,
            DatastoreRequest datastoreRequest,
            @Nullable String cluster,
            @Nullable String namespace) {
        super(context);
        this.datastoreRequest = datastoreRequest;
        this.cluster = cluster;
        this.namespace = namespace;
        this.agentPlaces = new AgentPlaces(context);
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        try {
            begin();
            return false;
        } catch (IOException | RuntimeException problem) {
            onThePage(problem);
            throw problem;
        }
    }

    private void begin() throws IOException, InterruptedException {
        List<DatastoreSpec> specs = datastoreRequest.specs();
        Computer agent = getContext().get(Computer.class);
        if (agent == null) {
            beginSidecars(specs);
        } else {
            place = Place.of(agent, cluster, namespace);
            beginSecondPod(place, specs);
        }
    }

    private void onThePage(Throwable problem) {
        new OnTheBuildsPage(getContext(), "withDatastores").tell(problem);
    }

    @Override
    public void onResume() {
        try {
            if (place == null) {
                putSidecars(sidecarPasswords.of(datastoreRequest.specs()));
            }
            if (end.hasCome()) {
                tidy();
            } else if (place != null && !isBegun()) {
                beginSecondPod(place, datastoreRequest.specs());
            }
        } catch (IOException e) {
            getContext().onFailure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            getContext().onFailure(e);
        }
    }

    private void beginSidecars(List<DatastoreSpec> specs) throws IOException, InterruptedException {
        if (cluster != null || namespace != null) {
            throw new AbortException(
                    "withDatastores outside of a node puts datastores into the agent pods of its block;"
                            + " it takes no cluster and no namespace.\n"
                            + "  → leave them out, or put the step into the node");
        }
        Sidecars.get().refuseTaken(around().blocks(), specs);
        SidecarDatastores sidecars = SidecarDatastores.of(specs, new SecureRandom());
        sidecarPasswords.keep(sidecars);
        putSidecars(sidecars);
        begin(around().block(sidecars.variables()).withContext(around().within(around().name())));
    }

    private void putSidecars(SidecarDatastores sidecars) throws IOException, InterruptedException {
        Sidecars.get().put(around().name(), around().run().getParent(), sidecars, agentPlaces);
    }

    private void beginSecondPod(Place where, List<DatastoreSpec> specs) throws IOException, InterruptedException {
        SecondPodStart begun =
                new SecondPodStart(where, around().name(), specs, threads().workers());
        if (!starts(begun)) {
            return;
        }
        Unattended.then(begun.begin(around().run(), around().console()), (variables, problem) -> {
            try {
                if (problem != null) {
                    failed(begun.words(problem));
                } else {
                    begin(around().block(variables));
                }
            } catch (IOException | RuntimeException e) {
                failed(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                over(null, e);
            }
        });
    }

    /** Synchronized with {@link #stop}: returns whether the start may go on, and lets {@link #stop} cancel it. */
    private synchronized boolean starts(SecondPodStart begun) {
        start = begun;
        return !end.hasCome();
    }

    /** Synchronized with {@link #stop}: a block that was stopped does not begin, one that has begun is cancelled. */
    private synchronized void begin(BodyInvoker block) {
        if (!end.hasCome()) {
            body = block.withCallback(new Ending()).start();
        }
    }

    private synchronized boolean isBegun() {
        return body != null;
    }

    @Override
    public synchronized void stop(Throwable cause) {
        if (end.hasCome()) {
            end.tell(getContext(), cause);
        } else if (body != null) {
            body.cancel(cause);
        } else {
            if (start != null) {
                start.stop();
            }
            over(null, cause);
        }
    }

    /** The block could not begin. The build's page tells why, unless it was stopped before, which is no failure. */
    private void failed(Throwable problem) {
        if (!end.hasCome()) {
            onThePage(problem);
        }
        over(null, problem);
    }

    private void over(@Nullable Object value, @Nullable Throwable problem) {
        if (end.comes(value, problem)) {
            tidy();
        }
    }

    /**
     * Removes the datastores, then completes the step; after some seconds in any case, so that an abort does not wait
     * longer.
     */
    private void tidy() {
        threads().workers().execute(() -> {
            try {
                new Removal(around(), place).carryOut(threads().workers());
            } finally {
                end.tell(getContext());
            }
        });
        CompletableFuture.delayedExecutor(
                        PATIENCE_SECONDS, TimeUnit.SECONDS, threads().workers())
                .execute(() -> end.tell(getContext()));
    }

    private Surroundings around() {
        return new Surroundings(getContext());
    }

    private static Threads threads() {
        return ReleaseHost.get().threads();
    }

    /** Called at the end of the block. */
    private final class Ending extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        @Override
        public void onSuccess(StepContext context, @Nullable Object value) {
            over(value, null);
        }

        @Override
        public void onFailure(StepContext context, Throwable problem) {
            over(null, problem);
        }
    }

    /** The passwords of datastores in agent pods, encrypted because they are stored with the pipeline. */
    private static final class SidecarPasswords implements Serializable {
        private static final long serialVersionUID = 1L;

        private final HashMap<String, String> encrypted = new HashMap<>();

        /** Keeps the passwords of new datastores. */
        void keep(SidecarDatastores made) {
            made.passwords()
                    .forEach((name, password) ->
                            encrypted.put(name, Secret.fromString(password).getEncryptedValue()));
        }

        /** The datastores with the passwords kept before a restart. */
        SidecarDatastores of(List<DatastoreSpec> specs) {
            Map<String, String> passwords = new HashMap<>();
            encrypted.forEach((name, value) -> passwords.put(name, Secret.toString(Secret.decrypt(value))));
            return new SidecarDatastores(specs, passwords);
        }
    }

    /**
     * Removes the datastores of a block after its end.
     *
     * @param place where their pod runs; null for sidecars of agent pods, which are deleted with them
     */
    private record Removal(Surroundings around, @Nullable Place place) {
        /**
         * Blocks. A problem is written to the build's log and does not fail the build, since the datastores expire by
         * themselves.
         */
        void carryOut(ExecutorService workers) {
            try {
                remove(workers);
            } catch (IOException | RuntimeException e) {
                tellLeft(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void remove(ExecutorService workers) throws IOException, InterruptedException {
            if (place == null) {
                Sidecars.get().remove(around.name());
                return;
            }
            try (SecondPod pod = new SecondPod(place, around.name(), around.run(), workers)) {
                pod.remove();
            }
        }

        private void tellLeft(Exception problem) {
            try {
                around.console()
                        .say("datastores may be left, and end with the agent's pod or their time limit: "
                                + problem.getMessage());
            } catch (IOException e) {
                problem.addSuppressed(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
