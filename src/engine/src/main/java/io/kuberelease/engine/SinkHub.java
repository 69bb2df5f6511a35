package io.kuberelease.engine;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import io.kuberelease.port.EventSink;
import io.kuberelease.port.Progress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Tells all sinks what happens, each beside the engine: none can slow a release down or break it. */
public final class SinkHub implements AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final List<SinkLine> lines;

    public SinkHub(List<EventSink> sinks) {
        this.lines = sinks.stream().map(SinkLine::new).toList();
    }

    /** Where the hub tells that a sink could not do its work, or what it wants to remember. */
    void whenTroubled(Consumer<ReleaseEvent> listener) {
        lines.forEach(line -> line.tell(listener));
    }

    void event(JournalEntry entry, ReleaseState state) {
        lines.forEach(line -> line.event(sink -> line.remember(sink.event(entry, state))));
    }

    Progress progressOf(StageId stage) {
        return new Progress() {
            @Override
            public void log(String source, String text) {
                offer(sink -> sink.log(stage, source, text));
            }

            @Override
            public void resource(ResourceStatus status) {
                offer(sink -> sink.resource(stage, status));
            }

            @Override
            public void note(String text) {
                offer(sink -> sink.note(stage, text));
            }
        };
    }

    private void offer(SinkLine.Message message) {
        lines.forEach(line -> line.detail(message));
    }

    /** Gives sinks a moment to say their last; one that is in trouble gets none. */
    @Override
    public void close() {
        lines.forEach(SinkLine::finish);
        lines.forEach(line -> line.await(FAREWELL));
    }
}
