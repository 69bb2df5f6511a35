package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.access.BuildRevision;
import io.jenkins.plugins.kuberelease.access.PreviewBranch;
import io.jenkins.plugins.kuberelease.agent.AgentAllocation;
import io.jenkins.plugins.kuberelease.agent.BuildVariables;
import io.jenkins.plugins.kuberelease.agent.FetchedSource;
import io.jenkins.plugins.kuberelease.agent.KeptSource;
import io.jenkins.plugins.kuberelease.agent.SecretMask;
import io.jenkins.plugins.kuberelease.agent.SourcePlace;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.jenkins.plugins.kuberelease.page.ReleaseAction;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.kuberelease.app.Unattended;
import io.kuberelease.app.hosting.Assignments.Assignment;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.view.ReleaseConclusion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code kubeRelease} or of a step that does a part of it. It occupies no thread while it waits, and has no
 * state of the release: that is in a directory named after the step, where it is found after a restart of Jenkins.
 */
final class KubeReleaseExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final long LIMIT_SECONDS = 4;

    /** Who did what no user did, for the record. */
    static final String NOBODY = "Jenkins";

    private final StepRequest request;
    private transient @Nullable Future<?> preparing;
    private transient volatile @Nullable Throwable stopped;

    KubeReleaseExecution(StepContext context, StepRequest request) {
        super(context);
        this.request = request;
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

    /** Prepares the release, which may be interrupted, and then runs it, which must be aborted in order instead. */
    private void takeUp() {
        ExecutorService workers = ReleaseHost.get().threads().workers();
        preparing = workers.submit(() -> telling(() -> {
            Run<?, ?> run = asked(Run.class);
            TaskListener listener = asked(TaskListener.class);
            SourceWorkspace place = new StepLocation(getContext(), request)
                    .workplace(run, listener, directory().resolve("nothing"));
            new Preparation(run, directory(), place, listener).prepare(request);
            workers.execute(() -> telling(() -> carryOut(run, place, listener)));
        }));
    }

    /** Work that may throw any exception of a step. */
    private interface Deed {
        void act() throws IOException, InterruptedException;
    }

    /** Reports every problem of the work to the pipeline, which would wait for ever otherwise. */
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

    /** Fails the step; does nothing while Jenkins shuts down, since the step is resumed then. */
    private void failed(Throwable problem) {
        if (ReleaseHost.get().running().isClosed()) {
            return;
        }
        Throwable wanted = stopped;
        if (wanted != null) {
            // The problem is only a consequence of the stop.
            getContext().onFailure(wanted);
            return;
        }
        new OnTheBuildsPage(getContext(), request.step()).tell(problem);
        getContext()
                .onFailure(
                        problem instanceof ReleaseException known
                                ? new AbortException(OnTheBuildsPage.refusal(known))
                                : problem);
    }

    private void carryOut(Run<?, ?> run, SourceWorkspace place, TaskListener listener)
            throws IOException, InterruptedException {
        ReleaseAction.attachTo(run);
        ReleaseHost.get()
                .previews()
                .register()
                .released(
                        BuildRevision.project(run.getParent()),
                        new ReleaseDirectory(directory()),
                        PreviewBranch.of(run, request.spec(), !(place instanceof SourceWorkspace.OfStep))
                                .head(),
                        request.previewStep());
        SourcePlace source = new StepLocation(getContext(), request).source(run);
        Assignment assignment =
                ReleaseHost.assignment(run, name(), request.spec().file().directory(), source);
        Unattended.then(
                ReleaseHost.get().carryOut(run, assignment, place, listener),
                (runResult, problem) -> telling(() -> ended(run, runResult, problem)));
    }

    private Path directory() throws IOException, InterruptedException {
        return ReleaseHost.kept(asked(Run.class)).root().resolve(name());
    }

    private String name() throws IOException, InterruptedException {
        return ReleaseHost.directory(node());
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
            case SUCCEEDED -> getContext().onSuccess(request.answer(state, () -> ReleaseHost.addresses(run, state)));
            case ABORTED -> getContext().onFailure(new FlowInterruptedException(Result.ABORTED, true));
            case FAILED, ERRORED -> getContext().onFailure(new AbortException(words(state)));
        }
    }

    private static String words(ReleaseState state) {
        return ReleaseConclusion.of(state, Clock.systemUTC().instant())
                .map(ReleaseConclusion::headline)
                .orElse("the release did not succeed");
    }

    /**
     * Aborts the release. A running one ends by itself, and the build waits for it a little; otherwise it never begins.
     */
    @Override
    public void stop(Throwable cause) throws Exception {
        stopped = cause;
        ReleaseHost host = ReleaseHost.get();
        if (host.running().abort(directory(), whoStops(cause))) {
            CompletableFuture.delayedExecutor(
                            LIMIT_SECONDS, TimeUnit.SECONDS, host.threads().workers())
                    .execute(() -> getContext().onFailure(cause));
            return;
        }
        Future<?> still = preparing;
        if (still != null) {
            still.cancel(true);
        }
        getContext().onFailure(cause);
    }

    /** The id of the user who stopped the step; {@code Jenkins} when nobody did. */
    private static String whoStops(Throwable cause) {
        if (cause instanceof FlowInterruptedException interrupted) {
            for (CauseOfInterruption each : interrupted.getCauses()) {
                if (each instanceof CauseOfInterruption.UserInterruption user) {
                    return user.getUserId();
                }
            }
        }
        return NOBODY;
    }

    /**
     * The position of a step in its pipeline, inside of a {@code node} or outside, which decides where its source is.
     */
    private record StepLocation(StepContext context, StepRequest request) {
        /**
         * The workspace of the step.
         *
         * @param nothing a directory for a step that needs no source; created if missing
         */
        SourceWorkspace workplace(Run<?, ?> run, TaskListener listener, Path nothing) throws InterruptedException {
            if (isInside()) {
                return new SourceWorkspace.OfStep(context);
            }
            return request.worksWithoutSource() && !FetchedSource.isNamedBy(run)
                    ? new SourceWorkspace.None(nothing)
                    : new AgentAllocation(run, fetched(run), listener, new StepVariables(context));
        }

        /**
         * True also while the agent of the {@code node} is away: using the workspace then fails, and is tried again.
         */
        private boolean isInside() throws InterruptedException {
            try {
                return workspace().isPresent();
            } catch (IOException away) {
                return true;
            }
        }

        /**
         * Where to get the source when the step itself is lost; if its agent is away now, the source that the job
         * names.
         */
        SourcePlace source(Run<?, ?> run) throws InterruptedException {
            try {
                return kept().orElseGet(() -> fetched(run));
            } catch (IOException away) {
                return fetched(run);
            }
        }

        private Optional<SourcePlace> kept() throws IOException, InterruptedException {
            Optional<String> around =
                    Optional.ofNullable(context.get(EnvVars.class)).map(variables -> variables.get("WORKSPACE"));
            return workspace()
                    .flatMap(place -> KeptSource.of(place, around.orElseGet(place::getRemote), request.label()));
        }

        /** The variables around the step, and the mask for their secrets. */
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

        private SourcePlace fetched(Run<?, ?> run) {
            return new FetchedSource(
                    request.label(), PreviewBranch.of(run, request.spec(), true).other());
        }

        private Optional<FilePath> workspace() throws IOException, InterruptedException {
            return Optional.ofNullable(context.get(FilePath.class));
        }
    }
}
