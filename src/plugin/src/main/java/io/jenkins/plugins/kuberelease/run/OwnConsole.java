package io.jenkins.plugins.kuberelease.run;

import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.kuberelease.engine.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Runs releases that have no build to write to, with a log file beside their journal. */
final class OwnConsole {
    private static final String FILE = "console.log";

    private OwnConsole() {}

    /** The log file of a release; absent when it wrote to its build's console. */
    static Optional<Path> find(Path release) {
        return Optional.of(release.resolve(FILE)).filter(Files::isRegularFile);
    }

    /**
     * Like {@link ReleaseHost#carryOut}; the log file is closed when the release has ended, or could not be started.
     *
     * @param place makes the place to build an image in, given the log
     * @throws IOException when the log file can't be opened
     */
    static CompletableFuture<RunResult> carryOut(
            ReleaseHost host, Run<?, ?> run, Assignment assignment, Function<TaskListener, SourceWorkspace> place)
            throws IOException {
        Path file = assignment.path(run).resolve(FILE);
        StreamTaskListener console = new StreamTaskListener(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                StandardCharsets.UTF_8);
        try {
            return host.carryOut(run, assignment, place.apply(console), console)
                    .whenComplete((runResult, problem) -> console.closeQuietly());
        } catch (RuntimeException e) {
            console.closeQuietly();
            throw e;
        }
    }
}
