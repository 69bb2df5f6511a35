package io.kuberelease.cli.terminal;

import io.kuberelease.engine.NextTry;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.StageTask;
import io.kuberelease.view.Closing;
import io.kuberelease.view.Details;
import io.kuberelease.view.Group;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.Output;
import io.kuberelease.view.Phase;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a line for each thing that matters, for logs that are read later. */
final class PlainSink implements TerminalSink {
    private static final int WIDTH = 120;

    private final PrintStream out;
    private final InstantSource clock;
    private final Map<String, Told> told = new HashMap<>();
    private String advised = "";
    private final Map<String, String> resources = new HashMap<>();
    private @Nullable ReleaseState state;

    /** What was said of a group last. */
    private record Told(Phase phase, List<String> facts) {}

    PlainSink(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public synchronized Map<String, String> event(JournalEntry entry, ReleaseState after) {
        if (state == null) {
            print(Screen.header(after.plan()));
            after.plan().notes().forEach(note -> print(Screen.note(note)));
            GroupView.all(after).stream()
                    .filter(view -> view.phase().isOver())
                    .forEach(view -> told.put(view.name(), new Told(view.phase(), view.facts())));
        }
        state = after;
        if (entry.event() instanceof ReleaseEvent.SinkTroubled troubled) {
            print(Screen.trouble(troubled.sink(), troubled.why()));
        }
        List<GroupView> groups = GroupView.all(after);
        Row row = new Row(
                Details.NONE,
                groups.stream().mapToInt(view -> view.name().length()).max().orElse(0),
                WIDTH,
                clock.instant());
        groups.forEach(view -> tell(view, row));
        NextTry.of(entry, after).ifPresent(this::tell);
        if (entry.event() instanceof ReleaseEvent.Ended) {
            close();
        }
        return Map.of();
    }

    private void tell(GroupView view, Row row) {
        Told now = new Told(view.phase(), view.facts());
        if (isQuiet(view) || now.equals(told.put(view.name(), now))) {
            return;
        }
        print(row.of(view));
        row.below(view).forEach(this::print);
    }

    /** Once for each try, since a try that follows at once may fail for another reason. */
    private void tell(NextTry next) {
        print(Marks.of(Phase.RETRYING).and(" " + next.words(), Style.PLAIN));
        next.cause()
                .suggestion()
                .filter(fix -> !fix.equals(advised))
                .ifPresent(fix -> print(Line.of("    Perhaps you should " + fix + ".", Style.DIM)));
        advised = next.cause().suggestion().orElse("");
    }

    private static boolean isQuiet(GroupView view) {
        return switch (view.phase()) {
            case PENDING, NOT_REACHED, RETRYING -> true;
            case RUNNING ->
                view.current().map(stage -> isQuick(stage.stage().task())).orElse(true);
            default -> false;
        };
    }

    /** What is over in a moment is told when it ends. */
    private static boolean isQuick(StageTask task) {
        return task instanceof StageTask.PackageChart
                || task instanceof StageTask.FindTestMark
                || task instanceof StageTask.Publish
                || task instanceof StageTask.WriteBundle
                || task instanceof StageTask.Soak
                || task instanceof StageTask.AwaitApproval
                || task instanceof StageTask.AwaitThaw
                || task instanceof StageTask.Lock
                || task instanceof StageTask.WriteRecord;
    }

    @Override
    public synchronized void log(StageId stage, String source, String line) {
        if (state != null && Output.isTold(state.plan().stage(stage))) {
            print(Line.of("  " + source + " │ " + line, Style.PLAIN));
        }
    }

    /** Who waits for others is told for whom; the other notes are for those who watch. */
    @Override
    public synchronized void note(StageId stage, String text) {
        if (state != null && state.plan().stage(stage).task() instanceof StageTask.Lock) {
            print(Line.of("  " + Group.nameOf(state.plan().stage(stage)) + ": " + text, Style.PLAIN));
        }
    }

    @Override
    public synchronized void resource(StageId stage, ResourceStatus status) {
        String words = Resources.words(status);
        boolean known = words.equals(resources.put(stage + " " + status.resource(), words));
        if (!known && state != null) {
            print(Line.of("  " + Group.nameOf(state.plan().stage(stage)) + ": " + words, Style.PLAIN));
        }
    }

    @Override
    public synchronized void close() {
        if (state != null) {
            Closing.of(state, clock.instant())
                    .ifPresent(closing -> Farewell.of(closing, WIDTH).forEach(this::print));
        }
        state = null;
        told.clear();
        resources.clear();
    }

    private void print(Line line) {
        out.print(line.text() + "\n");
        out.flush();
    }
}
