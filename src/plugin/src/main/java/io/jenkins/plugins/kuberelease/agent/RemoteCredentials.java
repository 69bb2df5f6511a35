package io.jenkins.plugins.kuberelease.agent;

import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** What the agent asks the controller for while it builds; called through the channel. */
public interface RemoteCredentials extends SerializableOnlyOverRemoting {

    /**
     * With what to go to the repository that is built for; any other is refused.
     *
     * @return user, password and end in milliseconds since 1970 or 0; empty for nothing
     */
    String[] of(String repository);
}
