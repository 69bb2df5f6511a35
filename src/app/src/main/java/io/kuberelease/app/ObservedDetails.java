package io.kuberelease.app;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import io.kuberelease.port.EventSink;
import io.kuberelease.view.Details;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Remembers what stages under way tell, for pages. */
final class ObservedDetails implements EventSink {
    private static final int LINES = 20;

    private Details details = Details.keeping(LINES);

    /** What is known now. */
    synchronized Details details() {
        return details;
    }

    @Override
    public String name() {
        return "page";
    }

    @Override
    public Map<String, String> event(JournalEntry entry, ReleaseState state) {
        if (entry.event() instanceof ReleaseEvent.StageStarted started) {
            learn(known -> known.without(started.stage()));
        } else if (entry.event() instanceof ReleaseEvent.SinkTroubled troubled) {
            learn(known -> known.trouble(troubled.sink(), troubled.why()));
        }
        return Map.of();
    }

    @Override
    public void log(StageId stage, String source, String line) {
        learn(known -> known.log(stage, line));
    }

    @Override
    public void resource(StageId stage, ResourceStatus status) {
        learn(known -> known.resource(stage, status));
    }

    @Override
    public void note(StageId stage, String text) {
        learn(known -> known.note(stage, text));
    }

    private synchronized void learn(UnaryOperator<Details> learnt) {
        details = learnt.apply(details);
    }
}
