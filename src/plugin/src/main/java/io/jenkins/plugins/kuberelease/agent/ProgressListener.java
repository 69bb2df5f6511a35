package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.port.Progress;

/** Takes in what an agent tells; the agent's words are data like any other, escaped where they are shown. */
record ProgressListener(Progress progress) implements RemoteListener {
    @Override
    public void log(String source, String line) {
        progress.log(source, line);
    }

    @Override
    public void note(String text) {
        progress.note(text);
    }
}
