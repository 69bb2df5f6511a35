package io.jenkins.plugins.kuberelease.agent;

import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** What the agent tells the controller while it builds; called through the channel. */
public interface RemoteListener extends SerializableOnlyOverRemoting {

    /** A line that a program wrote. */
    void log(String source, String line);

    /** What is being done. */
    void note(String text);
}
