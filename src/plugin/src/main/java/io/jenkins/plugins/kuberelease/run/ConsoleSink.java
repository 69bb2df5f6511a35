package io.jenkins.plugins.kuberelease.run;

import io.kuberelease.engine.NextTry;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.StageId;
import io.kuberelease.port.EventSink;
import io.kuberelease.view.Closing;
import io.kuberelease.view.Durations;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.Harmless;
import io.kuberelease.view.Output;
import io.kuberelease.view.Phase;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the build's console: a line for each thing that matters, and the output of the tests. */
final class ConsoleSink implements EventSink {
    private static final int MOST_LINES = 30;

    private final PrintStream out;
    private final InstantSource clock;
    private final Map<String, String> told = new HashMap<>();
    private @Nullable ReleaseState state;

    ConsoleSink(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public Map<String, String> event(JournalEntry entry, ReleaseState after) {
        if (state == null) {
            after.plan().notes().forEach(note -> indented("  ! ", note));
        }
        state = after;
        if (entry.event() instanceof ReleaseEvent.SinkTroubled troubled) {
            indented("  ", troubled.sink() + ": " + troubled.why());
        }
        GroupView.all(after).forEach(this::tell);
        NextTry.of(entry, after).ifPresent(this::tell);
        if (entry.event() instanceof ReleaseEvent.Ended) {
            Closing.of(after, entry.at()).ifPresent(this::tell);
        }
        return Map.of();
    }

    /** What became of it, and what stands where: the last lines are read first. */
    private void tell(Closing closing) {
        print(mark(closing.phase()) + " " + Harmless.text(closing.headline()));
        closing.remarks().forEach(remark -> indented("    ", remark));
        if (closing.phase() == Phase.STOPPED) {
            print("    What is deployed stays until somebody changes it; build again to release this, or roll back on a"
                    + " release page.");
        }
    }

    private void tell(GroupView view) {
        if (view.phase() == Phase.PENDING
                || view.phase() == Phase.NOT_REACHED
                || view.phase() == Phase.RETRYING
                || view.facts().isEmpty()) {
            return;
        }
        String words = mark(view.phase()) + " " + view.name() + "  " + Harmless.text(String.join(", ", view.facts()));
        if (words.equals(told.put(view.name(), words))) {
            return;
        }
        boolean over = view.phase().isOver();
        String time = over
                ? view.took(clock.instant())
                        .map(took -> "  " + Durations.words(took))
                        .orElse("")
                : "";
        print(words + time);
        view.cause().filter(cause -> over).ifPresent(this::explain);
    }

    /** Once for each try, as it fails: whoever watches should know what is waited for. */
    private void tell(NextTry next) {
        print("↻ " + Harmless.text(next.words()));
        next.cause().suggestion().ifPresent(fix -> indented("    ", fix));
    }

    private void explain(Cause cause) {
        indented("    ", cause.summary());
        cause.evidence().stream().filter(seen -> !seen.background()).forEach(this::show);
        cause.suggestion().ifPresent(fix -> indented("    ", fix));
    }

    /** The last lines say most. */
    private void show(Evidence seen) {
        List<String> lines = seen.lines();
        indented("    ", seen.title() + ":");
        lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()).forEach(line -> indented("    │ ", line));
    }

    private static String mark(Phase phase) {
        return phase.isOver() ? (phase == Phase.DONE || phase == Phase.UNCHANGED ? "✔" : "✖") : "▶";
    }

    @Override
    public void log(StageId stage, String source, String line) {
        ReleaseState now = state;
        if (now != null && Output.isTold(now.plan().stage(stage))) {
            indented("  " + source + " │ ", line);
        }
    }

    /** What others wrote may have several lines; none of them begins where ours do, or moves the cursor. */
    private void indented(String margin, String hostile) {
        hostile.lines().forEach(line -> print(margin + Harmless.text(line)));
    }

    private void print(String line) {
        out.println("[kube-release] " + line);
    }
}
