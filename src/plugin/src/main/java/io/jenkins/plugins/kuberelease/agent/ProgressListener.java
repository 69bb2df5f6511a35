package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.port.Progress;
import java.io.NotSerializableException;

/** Takes in what an agent tells; the agent's words are data like any other, escaped where they are shown. */
record ProgressListener(Progress progress, SecretMask mask) implements RemoteListener {
    @Override
    public void log(String source, String line) {
        progress.log(source, mask.line(line));
    }

    @Override
    public void note(String text) {
        progress.note(mask.line(text));
    }

    /** It stays here; what an agent gets calls it through the channel. */
    private Object writeReplace() throws NotSerializableException {
        return getChannelForSerialization().export(RemoteListener.class, this);
    }
}
