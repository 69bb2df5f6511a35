package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import io.kuberelease.port.Cancellation;
import java.io.IOException;

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
    BuildVariables variables() throws IOException, InterruptedException;

    /** The mask for the secrets among those variables. */
    SecretMask mask() throws IOException, InterruptedException;

    /** Whether the source is known to be the plan's, so that it need not be compared. */
    boolean isAsPlanned();

    /** Releases what {@link #open} occupied; does nothing when it occupied nothing. */
    void leave();
}
