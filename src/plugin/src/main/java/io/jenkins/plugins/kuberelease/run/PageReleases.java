package io.jenkins.plugins.kuberelease.run;

import hudson.model.Run;
import io.jenkins.plugins.kuberelease.agent.FetchedSource;
import io.jenkins.plugins.kuberelease.agent.NoSource;
import io.jenkins.plugins.kuberelease.agent.Workplace;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Begins releases from a build's page: they are kept beside those of the build's steps, reach what the build may reach,
 * and go on whatever becomes of the build. Their lines go to a file beside their journal.
 */
record PageReleases(Run<?, ?> run) {
    /** What a person at a page waits for the clusters' answer at most. */
    private static final long PATIENCE_SECONDS = 15;

    /** Makes a plan; may ask the clusters. */
    interface Planning {
        ReleasePlan plan(ExistingBundle in) throws IOException;
    }

    /**
     * Makes the plan and sets it in motion.
     *
     * @param description the release file that it follows
     * @throws ReleaseException when it can't be planned, or not in the time that a person waits
     */
    void begin(String description, Planning planning) {
        Path directory = directory();
        ReleaseHost host = ReleaseHost.get();
        Future<?> begun = host.threads().workers().submit(() -> begin(host, directory, description, planning));
        await(begun);
    }

    private Path begin(ReleaseHost host, Path directory, String description, Planning planning) throws IOException {
        ExistingBundle existing = new ExistingBundle(run, directory);
        existing.begin(description, planning.plan(existing));
        Workplace nowhere = new NoSource(directory.resolve("nothing"));
        Assignment assignment =
                Assignment.of(run, String.valueOf(directory.getFileName()), "", new FetchedSource(null));
        CompletableFuture<?> unused = OwnConsole.carryOut(host, run, assignment, console -> nowhere);
        return directory;
    }

    private Path directory() {
        try {
            Path root = Files.createDirectories(ReleaseHost.directoriesOf(run));
            return Files.createTempDirectory(root, "page-");
        } catch (IOException e) {
            throw new UncheckedIOException("can't make a directory for a release of " + run, e);
        }
    }

    private static void await(Future<?> begun) {
        try {
            begun.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw cause instanceof RuntimeException problem
                    ? problem
                    : refused(String.valueOf(cause.getMessage()), "look at Jenkins' log");
        } catch (TimeoutException e) {
            begun.cancel(true);
            throw refused(
                    "the clusters did not answer within " + PATIENCE_SECONDS + " s", "look at them, and try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("Jenkins is going down", "try again when it is back");
        }
    }

    private static ReleaseException refused(String why, String fix) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.UNAVAILABLE, "it was not begun: " + why).suggesting(fix));
    }
}
