package io.jenkins.plugins.kuberelease.agent;

import hudson.remoting.VirtualChannel;
import io.kuberelease.adapters.builders.BuildSetup;
import io.kuberelease.adapters.builders.FoundImageBuilder;
import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.adapters.process.Programs;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import io.kuberelease.port.StageControl;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jenkins.MasterToSlaveFileCallable;

/**
 * Builds and pushes the image of a plan in a workspace. The data in the channel is text in the form of the journal, so
 * that a newer controller and an older agent process either understand each other or fail with a message.
 */
final class BuildOnAgent extends MasterToSlaveFileCallable<String> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final String plan;
    private final String stage;
    private final long deadline;
    private final BuildVariables variables;
    private final Set<String> plainHttp;
    private final boolean compared;
    private final RemoteListener listener;
    private final RemoteCredentials credentials;

    /**
     * @param compared whether the source is first compared with the plan's, and a different one refused
     */
    BuildOnAgent(
            String directory,
            String plan,
            StageControl control,
            BuildVariables variables,
            Set<String> plainHttp,
            boolean compared,
            RemoteListener listener,
            RemoteCredentials credentials) {
        this.directory = directory;
        this.plan = plan;
        this.stage = control.stage().value();
        this.deadline = control.deadline().toEpochMilli();
        this.variables = variables;
        this.plainHttp = Set.copyOf(plainHttp);
        this.compared = compared;
        this.listener = listener;
        this.credentials = credentials;
    }

    @Override
    public String invoke(File workspace, VirtualChannel channel) throws InterruptedException {
        JournalCodec codec = new JournalCodec();
        ReleasePlan release = ((ReleaseEvent.Planned) codec.read(plan).event()).plan();
        StageId id = new StageId(stage);
        Path source = workspace.toPath().resolve(directory);
        try (StoppableBuild build = new StoppableBuild(setup(source, release))) {
            StageControl control = new StageControl(
                    release.release(),
                    id,
                    Instant.ofEpochMilli(deadline),
                    true,
                    build,
                    new RemoteListener.OnAgent(listener));
            return codec.write(
                    new JournalEntry(1, Clock.systemUTC().instant(), ended(release, source, build, control)));
        }
    }

    private ReleaseEvent ended(ReleasePlan release, Path source, StoppableBuild build, StageControl control)
            throws InterruptedException {
        return new ReleaseEvent.StageEnded(control.stage(), 1, outcome(release, source, build, control));
    }

    private StageOutcome outcome(ReleasePlan release, Path source, StoppableBuild build, StageControl control)
            throws InterruptedException {
        try {
            if (compared) {
                new PlannedSource(release.source()).requireIn(source);
            }
            BuiltImage built =
                    build.run((BuildImage) release.stage(control.stage()).task(), control);
            return new StageOutcome.Succeeded(
                    new StageOutput.ImageBuilt(built.image(), built.builder(), built.stepsCached(), built.steps()));
        } catch (ReleaseException.Failed failed) {
            return new StageOutcome.Failed(failed.reason());
        } catch (ReleaseException.Errored errored) {
            return new StageOutcome.Errored(errored.reason(), errored.retryAfter());
        }
    }

    private FoundImageBuilder setup(Path source, ReleasePlan release) {
        Map<String, String> environment = variables.over(System.getenv());
        ChildEnvironment children = new ChildEnvironment(environment);
        children.withhold(release.secretVariables());
        PlainHttp plain = new PlainHttp(plainHttp);
        return new FoundImageBuilder(new BuildSetup(
                source,
                environment,
                Path.of(System.getProperty("user.home")),
                Path.of(System.getProperty("java.io.tmpdir")),
                new Programs(children),
                new RemoteCredentials.OnAgent(credentials),
                plain::applies,
                Clock.systemUTC()));
    }

    /**
     * The source that a plan was made from, to be compared with a directory later: a branch may have moved on, or a
     * later build may have used the workspace.
     */
    record PlannedSource(SourceRevision revision) {
        /**
         * Compares the commits, or the content where there is no version control. Files that a build has added to a
         * clean commit don't count as a difference; but a plan with uncommitted changes needs a source that has some
         * too.
         *
         * @throws ReleaseException.Errored when the directory has another source, or it can't be told
         */
        void requireIn(Path directory) {
            SourceRevision found = new GitSource(Map.of()).revision(directory);
            if (!found.commit().equals(revision.commit())) {
                if (!revision.isContent() && found.isContent()) {
                    throw LostSource.untold(revision);
                }
                throw LostSource.replaced(revision, found);
            }
            if (revision.modified() && !found.modified()) {
                throw LostSource.unchanged(revision);
            }
        }
    }

    /** Runs a build on a thread of its own, and stops it in order when the channel interrupts the waiting thread. */
    private static final class StoppableBuild implements Cancellation, AutoCloseable {
        private final ImageBuilder builder;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final List<Runnable> actions = new ArrayList<>();
        private boolean requested;

        StoppableBuild(ImageBuilder builder) {
            this.builder = builder;
        }

        BuiltImage run(BuildImage task, StageControl control) throws InterruptedException {
            Future<BuiltImage> build = thread.submit(() -> builder.build(task, control));
            try {
                return build.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException problem ? problem : new IllegalStateException(e);
            } catch (InterruptedException e) {
                stop();
                throw e;
            }
        }

        private void stop() {
            List<Runnable> now;
            synchronized (this) {
                requested = true;
                now = List.copyOf(actions);
            }
            now.forEach(Runnable::run);
        }

        @Override
        public synchronized boolean requested() {
            return requested;
        }

        @Override
        public void whenRequested(Runnable action) {
            boolean now;
            synchronized (this) {
                now = requested;
                actions.add(action);
            }
            if (now) {
                action.run();
            }
        }

        @Override
        public void close() {
            thread.shutdown();
        }
    }
}
