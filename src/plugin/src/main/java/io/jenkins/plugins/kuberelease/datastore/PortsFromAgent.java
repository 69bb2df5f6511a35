package io.jenkins.plugins.kuberelease.datastore;

import hudson.remoting.VirtualChannel;
import io.kuberelease.app.datastores.PortCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jenkins.security.MasterToSlaveCallable;

/** Carries a {@link PortCheck} out on an agent. */
final class PortsFromAgent extends MasterToSlaveCallable<List<String>, IOException> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> ports;
    private final Duration timeLimit;

    private PortsFromAgent(PortCheck check) {
        this.ports = new ArrayList<>(check.ports());
        this.timeLimit = check.timeLimit();
    }

    static List<String> missing(VirtualChannel agent, PortCheck check) throws IOException, InterruptedException {
        return agent.call(new PortsFromAgent(check));
    }

    @Override
    public List<String> call() throws IOException {
        try {
            return new ArrayList<>(new PortCheck(ports, timeLimit).missing());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while waiting for " + ports, e);
        }
    }
}
