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

/** What the program that runs a release brings along for it. One for each release; methods may block. */
public interface Host extends AutoCloseable {

    /** Who runs it, for the journal and for those who wait for it elsewhere. */
    String who();

    /** Who takes it up again, for the journal. */
    String resumedBy();

    /** The variables of this process: what is secret among them is hidden wherever it shows up. */
    Map<String, String> environment();

    /** Whom to tell what else must be hidden: all secrets that were looked up, and from now on those that are. */
    default void secretsTo(Consumer<FoundSecrets> reader) {}

    /** The clusters. */
    Clusters clusters();

    /**
     * Everything outside; closed with the release.
     *
     * @param planned the first entry of the journal
     */
    PortsFactory ports(JournalEntry planned);

    /** Where this host itself tells people what happens: a screen, a console, a page. */
    List<EventSink> sinks(ReleasePlan plan);

    /** With what it tells those whom the release file names; absent where a stranger has written that file. */
    Optional<Notifiers> notifiers();

    /** Whether the release stays here while only people elsewhere are waited for. */
    WaitMode attendance();

    /** The release is under way from now on. */
    default void begun() {}

    /** Gives back what it took; called when the release is closed, or could not be opened. */
    @Override
    void close();
}
