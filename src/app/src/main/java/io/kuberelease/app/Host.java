package io.kuberelease.app;

import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EventSink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The program that runs a release, and what it provides for it. One instance for each release; methods may block. */
public interface Host extends AutoCloseable {

    /** The name of this host, for the journal and for other hosts that wait for this release. */
    String who();

    /** The name that the journal gives to the one who resumes the release. */
    String resumedBy();

    /** The variables of this process; the secrets among them are masked in everything that the release writes. */
    Map<String, String> environment();

    /**
     * Sets who is told of other secrets to mask: at once of all that were looked up so far, and then of each new one.
     */
    default void secretsTo(Consumer<FoundSecrets> reader) {}

    /** The clusters, reached with the credentials of this host. */
    Clusters clusters();

    /**
     * Makes the ports of the release; closed with it.
     *
     * @param planned the first entry of the journal
     */
    PortsFactory ports(JournalEntry planned);

    /** The sinks through which this host itself shows the release: a screen, a console, a page. */
    List<EventSink> sinks(ReleasePlan plan);

    /** The means to notify those whom the release file names; absent when an untrusted author has written that file. */
    Optional<Notifiers> notifiers();

    /** Whether the process keeps running the release while it only waits for people elsewhere. */
    WaitMode waitMode();

    /** Called once, when a release that had not begun is open. */
    default void begun() {}

    /** Releases the resources of this host; called when the release is closed, or could not be opened. */
    @Override
    void close();
}
