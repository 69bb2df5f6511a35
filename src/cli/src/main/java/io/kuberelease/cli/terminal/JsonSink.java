package io.kuberelease.cli.terminal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import java.io.PrintStream;
import java.util.Map;

/** Writes one JSON document a line: journal entries as the journal has them, and progress between them. */
final class JsonSink implements TerminalSink {
    private final JournalCodec codec = new JournalCodec();
    private final PrintStream out;

    JsonSink(PrintStream out) {
        this.out = out;
    }

    @Override
    public Map<String, String> event(JournalEntry entry, ReleaseState state) {
        write(codec.write(entry));
        return Map.of();
    }

    @Override
    public void log(StageId stage, String source, String line) {
        write(progress("log", stage).put("source", source).put("line", line).toString());
    }

    @Override
    public void resource(StageId stage, ResourceStatus status) {
        write(progress("resource", stage)
                .put("resource", status.resource().display())
                .put("namespace", status.resource().namespace().value())
                .put("current", status.current())
                .put("wanted", status.wanted())
                .put("ready", status.ready())
                .put("message", status.message())
                .toString());
    }

    @Override
    public void note(StageId stage, String text) {
        write(progress("note", stage).put("text", text).toString());
    }

    private static ObjectNode progress(String kind, StageId stage) {
        return JsonNodeFactory.instance.objectNode().put("progress", kind).put("stage", stage.value());
    }

    private void write(String document) {
        out.print(document + "\n");
        out.flush();
    }
}
