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
     */
    FilePath open() throws IOException, InterruptedException;

    /** Gives up what {@link #open} took; nothing when it took nothing. */
    void leave();
}
