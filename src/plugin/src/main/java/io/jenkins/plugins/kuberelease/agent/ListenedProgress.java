package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.model.ResourceStatus;
import io.kuberelease.port.Progress;

/** Hands a build's progress to whoever listens at the other end of the channel. */
record ListenedProgress(RemoteListener listener) implements Progress {
    @Override
    public void log(String source, String line) {
        listener.log(source, line);
    }

    @Override
    public void resource(ResourceStatus status) {
        // A build touches no resource of a cluster.
    }

    @Override
    public void note(String text) {
        listener.note(text);
    }
}
