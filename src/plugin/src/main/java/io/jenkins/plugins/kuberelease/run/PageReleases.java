package io.jenkins.plugins.kuberelease.run;

import hudson.model.Run;
import io.jenkins.plugins.kuberelease.agent.FetchedSource;
import io.jenkins.plugins.kuberelease.agent.NoSource;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ReleasePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Begins releases from a build's page. They are kept beside those of the build's steps, have the build's access, and go
 * on when the build ends. Their log is a file beside their journal.
 */
record PageReleases(Run<?, ?> run) {
    /** How long a person at a page waits for the clusters' answer. */
    private static final long PATIENCE_SECONDS = 15;

    /** Makes a plan; may ask the clusters. */
    interface Planning {
        ReleasePlan plan(ExistingBundle in) throws IOException;
    }

    /**
     * Makes the plan and starts the release. One that was given up because of the time limit does not begin later.
     *
     * @param description the text of the release file
     * @param afterwards run once: when the host knows the release, or when nothing was begun
     * @throws ReleaseException when it can't be planned, or not in the time that a person waits
     */
    void begin(String description, Planning planning, Runnable afterwards) {
        AtomicBoolean settled = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        Runnable once = () -> {
            if (done.compareAndSet(false, true)) {
                afterwards.run();
            }
        };
        try {
            await(
                    ReleaseHost.get().threads().workers().submit(() -> {
                        try {
                            begin(description, planning, settled);
                            return null;
                        } finally {
                            once.run();
                        }
                    }),
                    settled);
        } catch (RuntimeException e) {
            // A person who is told to try again must not be refused because of the attempt that was given up.
            once.run();
            throw e;
        }
    }

    /**
     * @param settled set by the first to decide: that the release begins, or that it was given up
     */
    private void begin(String description, Planning planning, AtomicBoolean settled) throws IOException {
        Path directory = directory();
        ExistingBundle existing = new ExistingBundle(run, directory);
        ReleasePlan plan = planning.plan(existing);
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        existing.begin(description, plan);
        SourceWorkspace nowhere = new NoSource(directory.resolve("nothing"));
        Assignment assignment =
                Assignment.of(run, String.valueOf(directory.getFileName()), "", new FetchedSource(null));
        CompletableFuture<?> over = OwnConsole.carryOut(ReleaseHost.get(), run, assignment, console -> nowhere);
        if (over.isCompletedExceptionally()) {
            over.join();
        }
    }

    private Path directory() {
        try {
            Path root = Files.createDirectories(ReleaseHost.directoriesOf(run));
            return Files.createTempDirectory(root, "page-");
        } catch (IOException e) {
            throw new UncheckedIOException("can't make a directory for a release of " + run, e);
        }
    }

    private static void await(Future<?> begun, AtomicBoolean settled) {
        try {
            begun.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw told(Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            if (settled.compareAndSet(false, true)) {
                throw refused(
                        "the clusters did not answer within " + PATIENCE_SECONDS + " s", "look at them, and try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // What has begun meanwhile goes on, and is no refusal.
            if (settled.compareAndSet(false, true)) {
                throw refused("Jenkins is going down", "try again when it is back");
            }
        }
    }

    private static RuntimeException told(Throwable problem) {
        Throwable cause = problem instanceof CompletionException wrapped
                ? Objects.requireNonNullElse(wrapped.getCause(), wrapped)
                : problem;
        return cause instanceof RuntimeException known
                ? known
                : refused(String.valueOf(cause.getMessage()), "look at Jenkins' log");
    }

    private static ReleaseException refused(String why, String fix) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.UNAVAILABLE, "it was not begun: " + why).suggesting(fix));
    }
}
