package io.kuberelease.port;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import java.util.Map;

/** A sink that tells nobody anything, for one that something is missing for; its first event fails with the reason. */
public final class UnusableSink implements EventSink {
    private final String name;
    private final String why;
    private boolean said;

    /**
     * @param name the name of the sink that it stands for
     * @param why what is missing, and what to do
     */
    public UnusableSink(String name, String why) {
        this.name = name;
        this.why = why;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, String> event(JournalEntry entry, ReleaseState state) {
        if (!said) {
            said = true;
            throw new IllegalStateException(why);
        }
        return Map.of();
    }
}
