package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import java.io.IOException;

/** Somewhere with the source of the build. Methods may block. */
public interface Workplace {

    /**
     * Goes there, or stays when it is there already.
     *
     * @return the directory of the source
     * @throws IOException when there is no way to it, in words for people
     * @throws io.kuberelease.model.ReleaseException when there never will be one
     */
    FilePath open() throws IOException, InterruptedException;

    /** Whether the source there is that of the plan without a look at it. */
    boolean isAsPlanned();

    /** Gives up what {@link #open} took; nothing when it took nothing. */
    void leave();
}
