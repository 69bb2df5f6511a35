package io.kuberelease.app.remote;

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
import io.kuberelease.journal.StageOutput.ImageBuilt;
import io.kuberelease.model.Cause;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import io.kuberelease.port.Progress;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.StageControl;
import java.io.Serializable;
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
import java.util.function.UnaryOperator;

/**
 * Builds and pushes the image of a plan on the machine that has the source, for a release that runs elsewhere. What goes
 * between the two is text in the form of the journal, so that a newer version on one side and an older one on the other
 * either understand each other or fail with a message.
 *
 * @param plan the first entry of the release's journal
 * @param stage that builds the image
 * @param deadline until which it may take
 * @param compared whether the source is first compared with the plan's, and a different one refused
 */
public record RemoteImageBuild(String plan, String stage, Instant deadline, boolean compared) implements Serializable {

    /**
     * What the build uses of the machine that it runs on, and of the one that asked for it.
     *
     * @param source the directory of the release file
     * @param variables of the process, with those of the build
     * @param registries asked for credentials each time
     * @param plainHttp registries to reach without TLS
     */
    public record Place(
            Path source,
            Map<String, String> variables,
            RegistryAuth registries,
            Set<String> plainHttp,
            Progress progress) {
        public Place {
            variables = Map.copyOf(variables);
            plainHttp = Set.copyOf(plainHttp);
        }
    }

    /**
     * Builds the image; an interruption stops the build in order.
     *
     * @return how it ended, for {@link #result}
     */
    public String carryOut(Place place) throws InterruptedException {
        JournalCodec codec = new JournalCodec();
        ReleasePlan release = ((ReleaseEvent.Planned) codec.read(plan).event()).plan();
        StageId id = new StageId(stage);
        try (StoppableBuild build = new StoppableBuild(builder(place, release))) {
            StageControl control = new StageControl(release.release(), id, deadline, true, build, place.progress());
            StageOutcome outcome = outcome(release, place.source(), build, control);
            return codec.write(
                    new JournalEntry(1, Clock.systemUTC().instant(), new ReleaseEvent.StageEnded(id, 1, outcome)));
        }
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

    private static FoundImageBuilder builder(Place place, ReleasePlan release) {
        ChildEnvironment children = new ChildEnvironment(place.variables());
        children.withhold(release.secretVariables());
        PlainHttp plain = new PlainHttp(place.plainHttp());
        return new FoundImageBuilder(new BuildSetup(
                place.source(),
                place.variables(),
                Path.of(System.getProperty("user.home")),
                Path.of(System.getProperty("java.io.tmpdir")),
                new Programs(children),
                place.registries(),
                plain::applies,
                Clock.systemUTC()));
    }

    /**
     * Reads what {@link #carryOut} answered on the other machine.
     *
     * @param mask hides secrets in the texts of a problem
     * @throws ReleaseException when the image was not built
     */
    public static BuiltImage result(String answer, UnaryOperator<Cause> mask) {
        StageOutcome outcome =
                ((ReleaseEvent.StageEnded) new JournalCodec().read(answer).event()).outcome();
        return outcome.output(ImageBuilt.class)
                .map(image -> new BuiltImage(image.image(), image.builder(), image.stepsCached(), image.steps()))
                .orElseThrow(() -> trouble(outcome, mask));
    }

    private static RuntimeException trouble(StageOutcome outcome, UnaryOperator<Cause> mask) {
        return outcome.errored()
                .<RuntimeException>map(
                        errored -> new ReleaseException.Errored(mask.apply(errored.cause()), errored.retryAfter()))
                .or(() -> outcome.failed().map(failed -> new ReleaseException.Failed(mask.apply(failed.cause()))))
                .orElseGet(() -> new IllegalStateException("the other machine answered " + outcome));
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
