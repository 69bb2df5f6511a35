package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import io.kuberelease.port.Cancellation;
import java.io.IOException;

/** Somewhere with the source of the build. Methods may block. */
public interface SourceWorkspace {

    /**
     * Goes there, or stays when it is there already.
     *
     * @param cancellation ends the wait, if there is one
     * @return the directory of the source
     * @throws IOException when there is no way to it, in words for people
     * @throws io.kuberelease.model.ReleaseException when there never will be one
     * @throws java.util.concurrent.CancellationException when the wait was ended
     */
    FilePath open(Cancellation cancellation) throws IOException, InterruptedException;

    /** The variables that the build's lines would see there; asked for when the source is there. */
    BuildVariables variables() throws IOException, InterruptedException;

    /** Hides the secrets among them in what is told from there. */
    SecretMask mask() throws IOException, InterruptedException;

    /** Whether the source there is that of the plan without a look at it. */
    boolean isAsPlanned();

    /** Gives up what {@link #open} took; nothing when it took nothing. */
    void leave();
}
