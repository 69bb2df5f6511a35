package io.kuberelease.cli.wiring;

import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.app.Host;
import io.kuberelease.app.Notifiers;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.cli.terminal.TerminalSink;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EventSink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The host of a release that runs in this program, in the user's terminal. */
final class TerminalHost implements Host {
    private final ProcessEnvironment processEnvironment;
    private final Clusters clusters;
    private final Function<JournalEntry, PortsFactory> ports;
    private final TerminalSink screen;
    private final WaitMode waitMode;
    private final Connections connections;

    /**
     * @param ports opens the ports when the plan is known
     * @param connections of those who are told of the release
     */
    TerminalHost(
            ProcessEnvironment processEnvironment,
            Clusters clusters,
            Function<JournalEntry, PortsFactory> ports,
            TerminalSink screen,
            WaitMode waitMode,
            Connections connections) {
        this.processEnvironment = processEnvironment;
        this.clusters = clusters;
        this.ports = ports;
        this.screen = screen;
        this.waitMode = waitMode;
        this.connections = connections;
    }

    @Override
    public String who() {
        return processEnvironment.user() + "@" + processEnvironment.host();
    }

    @Override
    public String resumedBy() {
        return who();
    }

    @Override
    public Map<String, String> environment() {
        return processEnvironment.environment();
    }

    @Override
    public Clusters clusters() {
        return clusters;
    }

    @Override
    public PortsFactory ports(JournalEntry planned) {
        return ports.apply(planned);
    }

    @Override
    public List<EventSink> sinks(ReleasePlan plan) {
        return List.of(screen);
    }

    @Override
    public Optional<Notifiers> notifiers() {
        return Optional.of(new TerminalNotifiers(processEnvironment.environment(), connections));
    }

    @Override
    public WaitMode waitMode() {
        return waitMode;
    }

    /** Leaves the clusters open, since the whole program shares them. */
    @Override
    public void close() {}
}
