package io.jenkins.plugins.kuberelease.step;
import hudson.EnvVars;
import hudson.FilePath;
import io.jenkins.plugins.kuberelease.agent.AgentAllocation;
import io.jenkins.plugins.kuberelease.agent.BuildVariables;
import io.jenkins.plugins.kuberelease.agent.FetchedSource;
import io.jenkins.plugins.kuberelease.agent.KeptSource;
import io.jenkins.plugins.kuberelease.agent.NoSource;
import io.jenkins.plugins.kuberelease.agent.PresentWorkspace;
import io.jenkins.plugins.kuberelease.agent.SecretMask;
import java.util.Optional;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.agent.SourcePlace;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.jenkins.plugins.kuberelease.page.ReleaseAction;
import io.jenkins.plugins.kuberelease.run.Addresses;
import io.jenkins.plugins.kuberelease.run.Assignment;
import io.jenkins.plugins.kuberelease.run.Preparation;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.jenkins.plugins.kuberelease.run.StartedBy;
import io.jenkins.plugins.kuberelease.run.StepDirectory;
import io.kuberelease.app.Unattended;
import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.view.ReleaseConclusion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code kubeRelease} or of a step that does a part of it. It holds no thread while it waits, and nothing of
 * the release: that is in a directory named after the step, where a restarted Jenkins finds it again.
 */
final class KubeReleaseExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final long PATIENCE_SECONDS = 4;

    private final StepOrder order;
    private transient @Nullable Future<?> preparing;
    private transient volatile @Nullable Throwable stopped;

    KubeReleaseExecution(StepContext context, StepOrder order) {
        super(context);
        this.order = order;
    }

    @Override
    public boolean start() {
        takeUp();
        return false;
    }

    @Override
    public void onResume() {
        takeUp();
    }

    /** First what may be interrupted, then what is aborted in order: the release's own life. */
    private void takeUp() {
        ExecutorService workers = ReleaseHost.get().threads().workers();
        preparing = workers.submit(() -> telling(() -> {
            PreparationContext preparationContext = beginning();
            new Preparation(preparationContext.directory()).prepareUnlessDone(() -> order.prepare(preparationContext));
            workers.execute(() -> telling(() -> carryOut(preparationContext)));
        }));
    }

    /** Something that may go wrong in any way. */
    private interface Deed {
        void act() throws IOException, InterruptedException;
    }

    /** Whatever ends the deed early is told to the pipeline, which would wait for ever otherwise. */
    private void telling(Deed deed) {
        try {
            deed.act();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(e);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** What is torn off as Jenkins goes down is no end: the step is resumed. */
    private void failed(Throwable problem) {
        if (ReleaseHost.get().isClosed()) {
            return;
        }
        Throwable wanted = stopped;
        if (wanted != null) {
            // What was interrupted for it is no news.
            getContext().onFailure(wanted);
            return;
        }
        new OnTheBuildsPage(getContext(), order.source().step()).tell(problem);
        getContext()
                .onFailure(
                        problem instanceof ReleaseException known
                                ? new AbortException(StepTexts.refusal(known))
                                : problem);
    }

    private PreparationContext beginning() throws IOException, InterruptedException {
        Run<?, ?> run = asked(Run.class);
        TaskListener listener = asked(TaskListener.class);
        SourceWorkspace place = new StepLocation(getContext(), order)
                .workplace(run, listener, directory().resolve("nothing"));
        return new PreparationContext(run, directory(), place, listener);
    }

    private void carryOut(PreparationContext preparationContext) throws IOException, InterruptedException {
        Run<?, ?> run = preparationContext.run();
        ReleaseAction.attachTo(run);
        SourcePlace source = new StepLocation(getContext(), order).source();
        Assignment assignment = Assignment.of(run, name(), order.source().subdirectory(), source);
        Unattended.then(
                ReleaseHost.get().carryOut(run, assignment, preparationContext.place(), preparationContext.listener()),
                (runResult, problem) -> telling(() -> ended(run, runResult, problem)));
    }

    private Path directory() throws IOException, InterruptedException {
        return ReleaseHost.directoriesOf(asked(Run.class)).resolve(name());
    }

    private String name() throws IOException, InterruptedException {
        return StepDirectory.name(node());
    }

    private String node() throws IOException, InterruptedException {
        return asked(FlowNode.class).getId();
    }

    private <T> T asked(Class<T> type) throws IOException, InterruptedException {
        return Objects.requireNonNull(getContext().get(type), "the step requires it of its context");
    }

    private void ended(Run<?, ?> run, @Nullable RunResult ending, @Nullable Throwable problem) {
        if (ending == null) {
            failed(Objects.requireNonNull(problem, "an ending or a problem"));
            return;
        }
        ReleaseState state = ending.state();
        ReleaseResult result = state.result().orElse(ReleaseResult.ERRORED);
        switch (result) {
            case SUCCEEDED -> getContext().onSuccess(order.answer(state, Addresses.of(run, state)));
            case ABORTED -> getContext().onFailure(new FlowInterruptedException(Result.ABORTED, true));
            case FAILED, ERRORED -> getContext().onFailure(new AbortException(words(state)));
        }
    }

    private static String words(ReleaseState state) {
        return ReleaseConclusion.of(state, Clock.systemUTC().instant())
                .map(ReleaseConclusion::headline)
                .orElse("the release did not succeed");
    }

    /** What lives comes to its end by itself, and the build waits for it a little; the rest never begins. */
    @Override
    public void stop(Throwable cause) throws Exception {
        stopped = cause;
        ReleaseHost host = ReleaseHost.get();
        if (host.abort(directory(), StartedBy.whoStops(cause))) {
            CompletableFuture.delayedExecutor(
                            PATIENCE_SECONDS, TimeUnit.SECONDS, host.threads().workers())
                    .execute(() -> getContext().onFailure(cause));
            return;
        }
        Future<?> still = preparing;
        if (still != null) {
            still.cancel(true);
        }
        getContext().onFailure(cause);
    }

    /** Where a step stands in its pipeline, inside of a {@code node} or outside, and so where its source is. */
    private record StepLocation(StepContext context, StepOrder order) {
        /**
         * Where it works.
         *
         * @param nothing an empty directory, for a step that needs no source
         */
        SourceWorkspace workplace(Run<?, ?> run, TaskListener listener, Path nothing) throws InterruptedException {
            if (isInside()) {
                return new PresentWorkspace(context);
            }
            return order.worksWithoutSource() && !FetchedSource.isNamedBy(run)
                    ? new NoSource(nothing)
                    : new AgentAllocation(run, fetched(), listener, new StepVariables(context));
        }

        /** An agent that is away at the moment is still its place: who goes there is told, and goes again. */
        private boolean isInside() throws InterruptedException {
            try {
                return workspace().isPresent();
            } catch (IOException away) {
                return true;
            }
        }

        /** Where its source is got when the step itself is lost; while its agent is away, from where the job has it. */
        SourcePlace source() throws InterruptedException {
            try {
                return kept().orElseGet(this::fetched);
            } catch (IOException away) {
                return fetched();
            }
        }

        private Optional<SourcePlace> kept() throws IOException, InterruptedException {
            Optional<String> around =
                    Optional.ofNullable(context.get(EnvVars.class)).map(variables -> variables.get("WORKSPACE"));
            return workspace()
                    .flatMap(place -> KeptSource.of(
                            place,
                            around.orElseGet(place::getRemote),
                            order.source().label()));
        }

        /** Those around the step, with what hides their secrets. */
        private record StepVariables(StepContext context) implements BuildVariables.Around {
            @Override
            public EnvVars get() throws IOException, InterruptedException {
                EnvVars around = context.get(EnvVars.class);
                return around == null ? new EnvVars() : around;
            }

            @Override
            public SecretMask mask() throws IOException, InterruptedException {
                return SecretMask.of(context);
            }
        }

        private SourcePlace fetched() {
            return new FetchedSource(order.source().label());
        }

        private Optional<FilePath> workspace() throws IOException, InterruptedException {
            return Optional.ofNullable(context.get(FilePath.class));
        }
    }
}
