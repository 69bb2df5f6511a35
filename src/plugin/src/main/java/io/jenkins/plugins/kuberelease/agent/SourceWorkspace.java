package io.jenkins.plugins.kuberelease.agent;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.kuberelease.app.remote.SourceVariables;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A directory with the source of the build. Methods may block. */
public interface SourceWorkspace {

    /**
     * Occupies the directory; does nothing more when it is occupied already.
     *
     * @param cancellation ends the wait for an agent
     * @return the directory of the source
     * @throws IOException when the source can't be reached now, with a message for people
     * @throws io.kuberelease.model.ReleaseException when no later try can help
     * @throws java.util.concurrent.CancellationException when the wait was cancelled
     */
    FilePath open(Cancellation cancellation) throws IOException, InterruptedException;

    /** The variables that the build's pipeline would see there; call only after {@link #open}. */
    SourceVariables variables() throws IOException, InterruptedException;

    /** The mask for the secrets among those variables. */
    SecretMask mask() throws IOException, InterruptedException;

    /** Whether the source is known to be the plan's, so that it need not be compared. */
    boolean isAsPlanned();

    /** Releases what {@link #open} occupied; does nothing when it occupied nothing. */
    void leave();

    /** The workspace around the step; leaving does nothing, since the {@code node} belongs to the pipeline. */
    record OfStep(StepContext step) implements SourceWorkspace {
        @Override
        public FilePath open(Cancellation cancellation) throws IOException, InterruptedException {
            FilePath workspace = step.get(FilePath.class);
            if (workspace == null) {
                throw new IOException("the agent of this build is gone");
            }
            return workspace;
        }

        @Override
        public SourceVariables variables() throws IOException, InterruptedException {
            return BuildVariables.of(asked(Run.class), asked(EnvVars.class), asked(TaskListener.class));
        }

        @Override
        public SecretMask mask() throws IOException, InterruptedException {
            return SecretMask.of(step);
        }

        private <T> T asked(Class<T> type) throws IOException, InterruptedException {
            T found = step.get(type);
            if (found == null) {
                throw new IOException("the step has lost its " + type.getSimpleName());
            }
            return found;
        }

        @Override
        public boolean isAsPlanned() {
            return true;
        }

        @Override
        public void leave() {}
    }

    /**
     * An empty directory on the controller, for a step outside {@code node} that needs no source.
     *
     * @param directory created when it is missing
     */
    record None(Path directory) implements SourceWorkspace {
        @Override
        public FilePath open(Cancellation cancellation) throws IOException {
            Files.createDirectories(directory);
            return new FilePath(directory.toFile());
        }

        @Override
        public SourceVariables variables() {
            return SourceVariables.NONE;
        }

        @Override
        public SecretMask mask() {
            return SecretMask.NONE;
        }

        @Override
        public boolean isAsPlanned() {
            return true;
        }

        @Override
        public void leave() {}
    }
}
