package io.kuberelease.app.preview;

import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.app.Host;
import io.kuberelease.app.Notifiers;
import io.kuberelease.app.PortsConfig;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.Threads;
import io.kuberelease.app.access.Access;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.app.log.PlainLog;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EventSink;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A removal in a host that has no build for it: its log is a file, and nobody is notified.
 *
 * @param who the host, for other hosts
 * @param config for the removal's directory
 * @param access closed with the removal
 */
public record RemovalHost(String who, PortsConfig config, Threads threads, Access access, PrintStream console)
        implements Host {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final PlainLog.Host LOG = new PlainLog.Host("console", "", false, "");

    /** The log of a removal, which goes on where that of an earlier process ends. */
    public static PrintStream console(ReleaseDirectory removal) {
        try {
            return new PrintStream(removal.openConsole(), true, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write the log of a preview's removal", e);
        }
    }

    @Override
    public String resumedBy() {
        return who;
    }

    @Override
    public Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    public void secretsTo(Consumer<FoundSecrets> reader) {
        access.secretsTo(reader);
    }

    @Override
    public Clusters clusters() {
        return access.clusters();
    }

    @Override
    public PortsFactory ports(JournalEntry planned) {
        return new PortsFactory(config, threads, CLOCK);
    }

    @Override
    public List<EventSink> sinks(ReleasePlan plan) {
        return List.of(new PlainLog(LOG, console, CLOCK));
    }

    @Override
    public Optional<Notifiers> notifiers() {
        return Optional.empty();
    }

    @Override
    public WaitMode waitMode() {
        return WaitMode.STAYS;
    }

    @Override
    public void close() {
        access.close();
        console.close();
    }
}
