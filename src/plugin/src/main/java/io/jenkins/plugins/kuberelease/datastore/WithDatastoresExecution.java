package io.jenkins.plugins.kuberelease.datastore;

import hudson.AbortException;
import hudson.console.ConsoleLogFilter;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import hudson.util.Secret;
import io.jenkins.plugins.kuberelease.access.AccessProvider;
import io.jenkins.plugins.kuberelease.access.CloudAccess;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.jenkins.plugins.kuberelease.step.OnTheBuildsPage;
import io.kuberelease.adapters.kubernetes.datastores.DatastoreVariables;
import io.kuberelease.adapters.kubernetes.datastores.SidecarBlock;
import io.kuberelease.adapters.kubernetes.datastores.SidecarDatastores;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.Threads;
import io.kuberelease.app.Unattended;
import io.kuberelease.app.datastores.DatastoreBlock;
import io.kuberelease.app.datastores.DatastoreLog;
import io.kuberelease.app.datastores.PortCheck;
import io.kuberelease.app.datastores.RequestedDatastores;
import io.kuberelease.app.datastores.SecondPod;
import io.kuberelease.plan.DatastoreSpec;
import java.io.IOException;
import java.io.Serializable;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code withDatastores}: outside of a node its datastores are sidecars of the agent pods made in its block,
 * inside of one they run in a second pod. It occupies no thread while its block runs, and stores passwords encrypted.
 */
public final class WithDatastoresExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final String STEP = "withDatastores";
    private static final long LIMIT_SECONDS = 3;
    private static final Duration AGENT_BACK_WITHIN = Duration.ofMinutes(5);

    // In the form of a release file.
    private final String datastores;
    private final @Nullable String cluster;
    private final @Nullable String namespace;
    private final SidecarPasswords sidecarPasswords = new SidecarPasswords();
    private final AgentPlaces agentPlaces;
    private final BlockResult end = new BlockResult();
    private @Nullable Place place;
    private @Nullable BodyExecution body;
    private transient @Nullable SecondPod start;

    WithDatastoresExecution(
            StepContext context, Map<String, ?> datastores, @Nullable String cluster, @Nullable String namespace) {
        super(context);
        this.datastores = RequestedDatastores.of(STEP, datastores).text();
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
        Computer agent = getContext().get(Computer.class);
        if (agent == null) {
            beginSidecars(specs(Sidecars.get().datastores(Sidecars.Around.names(getContext()))));
        } else {
            List<DatastoreSpec> specs = specs(List.of());
            place = Place.of(agent, cluster, namespace);
            beginSecondPod(place, specs);
        }
    }

    private List<DatastoreSpec> specs(List<DatastoreSpec> around) throws AbortException {
        try {
            return new RequestedDatastores(STEP, datastores).specs(around);
        } catch (BadRequest wrong) {
            throw new AbortException(wrong.report());
        }
    }

    private void onThePage(Throwable problem) {
        new OnTheBuildsPage(getContext(), STEP).tell(problem);
    }

    @Override
    public void onResume() {
        try {
            if (place == null) {
                putSidecars(sidecarPasswords.of(specs(List.of())));
            }
            if (end.hasCome()) {
                tidy();
            } else if (place != null && !isBegun()) {
                beginSecondPod(place, specs(List.of()));
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
        SidecarDatastores sidecars = SidecarDatastores.of(specs, new SecureRandom());
        sidecarPasswords.keep(sidecars);
        putSidecars(sidecars);
        begin(block(sidecars.variables()).withContext(Sidecars.Around.of(getContext(), name())));
    }

    private void putSidecars(SidecarDatastores sidecars) throws IOException, InterruptedException {
        Item job = asked(Run.class).getParent();
        Sidecars.get()
                .put(new SidecarBlock(
                        name().app(), name().release(), sidecars, () -> CloudAccess.ofAgents(job), agentPlaces));
    }

    private void beginSecondPod(Place where, List<DatastoreSpec> specs) throws IOException, InterruptedException {
        SecondPod begun = secondPod(where);
        if (!starts(begun)) {
            return;
        }
        Unattended.then(begun.start(specs, new JenkinsAgent(where.agent(), begun), log()), (variables, problem) -> {
            try {
                if (problem != null) {
                    failed(words(SecondPod.root(problem)));
                } else {
                    begin(block(variables));
                }
            } catch (IOException | RuntimeException e) {
                failed(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                over(null, e);
            }
        });
    }

    private SecondPod secondPod(Place where) throws IOException, InterruptedException {
        Run<?, ?> run = asked(Run.class);
        return new SecondPod(
                name(),
                where.target(),
                Optional.ofNullable(where.agentPod()),
                () -> where.agentPod() == null
                        ? AccessProvider.get().of(run).clusters()
                        : CloudAccess.ofAgents(run.getParent()),
                threads().workers());
    }

    /** Turns a problem into the exception that the pipeline shows. */
    private static Exception words(Throwable problem) {
        return problem instanceof AbortException known
                ? known
                : (Exception) new AbortException(STEP + ": " + problem.getMessage()).initCause(problem);
    }

    /** The agent, whose channel is waited for: it takes a while to reconnect after a restart of Jenkins. */
    private record JenkinsAgent(String computer, SecondPod wanted) implements SecondPod.Agent {
        @Override
        public String name() {
            return computer.isEmpty() ? "built-in" : computer;
        }

        @Override
        public List<String> missing(PortCheck check) throws IOException, InterruptedException {
            VirtualChannel channel = AgentArrivals.await(
                            () -> Optional.ofNullable(Jenkins.get().getComputer(computer))
                                    .map(Computer::getChannel),
                            () -> !wanted.isStopped(),
                            Instant.now().plus(AGENT_BACK_WITHIN))
                    .orElseThrow(() -> new AbortException("agent " + name() + " is not connected"));
            return PortsFromAgent.missing(channel, check);
        }
    }

    /** Synchronized with {@link #stop}: returns whether the start may go on, and lets {@link #stop} cancel it. */
    private synchronized boolean starts(SecondPod begun) {
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
                AgentArrivals.wake();
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
                remove();
            } finally {
                end.tell(getContext());
            }
        });
        CompletableFuture.delayedExecutor(
                        LIMIT_SECONDS, TimeUnit.SECONDS, threads().workers())
                .execute(() -> end.tell(getContext()));
    }

    /** A problem is written to the build's log and does not fail it, since the datastores expire by themselves. */
    private void remove() {
        try {
            if (place == null) {
                Sidecars.get().remove(name());
            } else {
                secondPod(place).remove();
            }
        } catch (IOException | RuntimeException problem) {
            tellLeft(problem);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellLeft(Exception problem) {
        try {
            log().say("datastores may be left, and end with the agent's pod or their time limit: "
                    + problem.getMessage());
        } catch (IOException e) {
            problem.addSuppressed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DatastoreBlock name() throws IOException, InterruptedException {
        Run<?, ?> run = asked(Run.class);
        String unique = Jenkins.get().getLegacyInstanceId() + "/" + run.getExternalizableId() + "/"
                + asked(FlowNode.class).getId();
        return DatastoreBlock.of(run.getParent().getName(), run.getNumber(), unique);
    }

    private DatastoreLog log() throws IOException, InterruptedException {
        return new DatastoreLog(asked(TaskListener.class).getLogger()::println);
    }

    /** The block with the variables of its datastores, and with their passwords masked in its log. */
    private BodyInvoker block(DatastoreVariables variables) throws IOException, InterruptedException {
        StepContext context = getContext();
        return context.newBodyInvoker()
                .withContext(EnvironmentExpander.merge(
                        context.get(EnvironmentExpander.class), new DatastoreEnvironment(variables)))
                .withContext(BodyInvoker.mergeConsoleLogFilters(
                        context.get(ConsoleLogFilter.class), new PasswordMask(variables.passwords())));
    }

    private <T> T asked(Class<T> type) throws IOException, InterruptedException {
        return Objects.requireNonNull(getContext().get(type), "the step requires it of its context");
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
}
