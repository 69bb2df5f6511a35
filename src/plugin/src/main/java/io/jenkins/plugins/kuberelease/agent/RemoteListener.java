package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.model.ResourceStatus;
import io.kuberelease.port.Progress;
import java.io.NotSerializableException;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** Receives the progress of a build on an agent; called through the channel. */
public interface RemoteListener extends SerializableOnlyOverRemoting {

    /** A line of a program's output. */
    void log(String source, String line);

    /** The present activity, in a few words. */
    void note(String text);

    /** On the controller: the agent's words are data like any other, masked here and escaped where they are shown. */
    record OnController(Progress progress, SecretMask mask) implements RemoteListener {
        @Override
        public void log(String source, String line) {
            progress.log(source, mask.line(line));
        }

        @Override
        public void note(String text) {
            progress.note(mask.line(text));
        }

        /** Sends a proxy that calls this object through the channel, instead of a copy. */
        private Object writeReplace() throws NotSerializableException {
            return getChannelForSerialization().export(RemoteListener.class, this);
        }
    }

    /** On the agent: passes a build's progress on to the controller. */
    record OnAgent(RemoteListener controller) implements Progress {
        @Override
        public void log(String source, String line) {
            controller.log(source, line);
        }

        @Override
        public void resource(ResourceStatus status) {
            // A build touches no resource of a cluster.
        }

        @Override
        public void note(String text) {
            controller.note(text);
        }
    }
}
