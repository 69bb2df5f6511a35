package io.jenkins.plugins.kuberelease.datastore;

import hudson.AbortException;
import hudson.console.ConsoleLogFilter;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.jenkins.plugins.kuberelease.wiring.Threads;
import io.kuberelease.adapters.kubernetes.datastores.DatastoreVariables;
import io.kuberelease.adapters.kubernetes.datastores.SidecarDatastores;
import io.kuberelease.plan.DatastoreSpec;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.csanchez.jenkins.plugins.kubernetes.pipeline.PodTemplateContext;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code withDatastores}: outside of a node its datastores are sidecars of the agent pods that its block
 * makes, inside of one they are a second pod. It holds no thread while its block runs, and keeps passwords encrypted.
 */
public final class WithDatastoresExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final long PATIENCE_SECONDS = 3;

    private final Wanted wanted;
    private final @Nullable String cluster;
    private final @Nullable String namespace;
    private final HashMap<String, String> sidecarPasswords = new HashMap<>();
    private @Nullable Place place;
    private @Nullable BodyExecution body;
    private boolean ended;
    private @Nullable Throwable failure;
    private transient @Nullable Object result;
    private transient @Nullable SecondPodStart start;
    private transient boolean answered;

    WithDatastoresExecution(StepContext context, Wanted wanted, @Nullable String cluster, @Nullable String namespace) {
        super(context);
        this.wanted = wanted;
        this.cluster = cluster;
        this.namespace = namespace;
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        List<DatastoreSpec> specs = wanted.specs();
        Computer agent = getContext().get(Computer.class);
        if (agent == null) {
            beginSidecars(specs);
        } else {
            place = Place.of(agent, cluster, namespace);
            beginSecondPod(place, specs);
        }
        return false;
    }

    @Override
    public void onResume() {
        try {
            if (ended) {
                tidy();
            } else if (place == null) {
                Sidecars.get().put(name(), asked(Run.class).getParent(), storedSidecars());
            } else if (body == null) {
                beginSecondPod(place, wanted.specs());
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
        SidecarsContext outer = getContext().get(SidecarsContext.class);
        ArrayList<String> names = outer == null ? new ArrayList<>() : new ArrayList<>(outer.names());
        Sidecars.get().refuseTaken(names, specs);
        SidecarDatastores sidecars = SidecarDatastores.of(specs, new SecureRandom());
        sidecars.passwords()
                .forEach((name, password) ->
                        sidecarPasswords.put(name, Secret.fromString(password).getEncryptedValue()));
        Sidecars.get().put(name(), asked(Run.class).getParent(), sidecars);
        names.add(name().release().value());
        String template = SidecarTemplates.name(getContext().get(PodTemplateContext.class));
        begin(invoker(sidecars.variables()).withContext(new SidecarsContext(names, template)));
    }

    private SidecarDatastores storedSidecars() throws AbortException {
        Map<String, String> passwords = new HashMap<>();
        sidecarPasswords.forEach((name, encrypted) -> passwords.put(name, Secret.toString(Secret.decrypt(encrypted))));
        return new SidecarDatastores(wanted.specs(), passwords);
    }

    private void beginSecondPod(Place where, List<DatastoreSpec> specs) throws IOException, InterruptedException {
        SecondPodStart begun =
                new SecondPodStart(where, name(), specs, threads().workers());
        start = begun;
        var unused = begun.begin(asked(Run.class), console()).whenComplete((variables, problem) -> {
            try {
                if (problem != null) {
                    over(null, begun.words(problem));
                } else if (!ended) {
                    begin(invoker(variables));
                }
            } catch (IOException | RuntimeException e) {
                over(null, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                over(null, e);
            }
        });
    }

    private BodyInvoker invoker(DatastoreVariables variables) throws IOException, InterruptedException {
        StepContext context = getContext();
        return context.newBodyInvoker()
                .withContext(EnvironmentExpander.merge(
                        context.get(EnvironmentExpander.class), new DatastoreEnvironment(variables)))
                .withContext(BodyInvoker.mergeConsoleLogFilters(
                        context.get(ConsoleLogFilter.class), new PasswordMask(variables.passwords())))
                .withCallback(new Ending());
    }

    private void begin(BodyInvoker invoker) {
        body = invoker.start();
    }

    @Override
    public void stop(Throwable cause) {
        if (ended) {
            answer(cause);
        } else if (body != null) {
            body.cancel(cause);
        } else {
            if (start != null) {
                start.stop();
            }
            over(null, cause);
        }
    }

    private synchronized void over(@Nullable Object value, @Nullable Throwable problem) {
        if (!ended) {
            ended = true;
            result = value;
            failure = problem;
            tidy();
        }
    }

    /** The block's end is not told before everything is gone, or some seconds are: an abort does not wait longer. */
    private void tidy() {
        threads().workers().execute(() -> {
            try {
                remove();
            } catch (IOException | RuntimeException e) {
                tellLeft(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                answer(failure);
            }
        });
        var unused = threads().timers().schedule(() -> answer(failure), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void remove() throws IOException, InterruptedException {
        if (place == null) {
            Sidecars.get().remove(name());
            return;
        }
        try (SecondPod pod =
                new SecondPod(place, name(), asked(Run.class), threads().workers())) {
            pod.remove();
        }
    }

    private synchronized void answer(@Nullable Throwable problem) {
        if (answered) {
            return;
        }
        answered = true;
        if (problem == null) {
            getContext().onSuccess(result);
        } else {
            getContext().onFailure(problem);
        }
    }

    private void tellLeft(Exception problem) {
        try {
            console()
                    .say("datastores may be left, and end with the agent's pod or their time limit: "
                            + problem.getMessage());
        } catch (IOException e) {
            problem.addSuppressed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Console console() throws IOException, InterruptedException {
        return new Console(asked(TaskListener.class));
    }

    private StepName name() throws IOException, InterruptedException {
        return StepName.of(asked(Run.class), asked(FlowNode.class));
    }

    private <T> T asked(Class<T> type) throws IOException, InterruptedException {
        return Objects.requireNonNull(getContext().get(type), "the step requires it of its context");
    }

    private static Threads threads() {
        return ReleaseHost.get().threads();
    }

    /** The block has ended, in whatever way. */
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
}
