package io.kuberelease.app.log;

import io.kuberelease.engine.NextTry;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.port.EventSink;
import io.kuberelease.view.Details;
import io.kuberelease.view.Group;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.Origin;
import io.kuberelease.view.Phase;
import io.kuberelease.view.ReleaseConclusion;
import io.kuberelease.view.StageText;
import io.kuberelease.view.StageText.Trait;
import io.kuberelease.view.TextSanitizer;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each change that matters, for logs that are read later: standard output that is no terminal, and
 * Jenkins' console. Can be used again after {@link #close}, for a release that is resumed. Thread-safe.
 */
public final class PlainLog implements EventSink {
    private static final int WIDTH = 120;

    private final Host host;
    private final PrintStream out;
    private final InstantSource clock;
    private final Map<String, Told> told = new HashMap<>();
    private String advised = "";
    private final Map<String, String> resources = new HashMap<>();
    private @Nullable ReleaseState state;

    /** The last state of a group that was written, so that nothing is written twice. */
    private record Told(Phase phase, List<String> facts) {}

    /**
     * The place where the log is read.
     *
     * @param name of the sink
     * @param prefix of each line, among lines of others; may be empty
     * @param commands whether its readers continue with commands of the terminal program
     * @param afterStop how to continue after a release was stopped, where that is not done with commands; may be empty
     */
    public record Host(String name, String prefix, boolean commands, String afterStop) {
        /** Standard output, where the next command is typed. */
        public static final Host TERMINAL = new Host("terminal", "", true, "");
    }

    public PlainLog(Host host, PrintStream out, InstantSource clock) {
        this.host = host;
        this.out = out;
        this.clock = clock;
    }

    /** The line that says what is released, and where to. */
    public static Line header(ReleasePlan plan) {
        String environments = Group.of(plan).stream()
                .filter(group -> group.kind() == Group.Kind.ENVIRONMENT)
                .map(Group::name)
                .collect(Collectors.joining(", "));
        Line line = Line.of(plan.app() + " " + plan.version(), Style.BOLD).and("  " + Origin.of(plan), Style.DIM);
        return environments.isEmpty() ? line : line.and("  →  ", Style.DIM).and(environments, Style.PLAIN);
    }

    /** The line for a sink that does not work: the release goes on, but people should know. */
    public static Line trouble(String sink, String why) {
        return Line.of("! ", Style.YELLOW).and(sink + ": " + why, Style.DIM);
    }

    /** The line for a note on how the plan was made. */
    public static Line note(String text) {
        return Line.of("! ", Style.YELLOW).and(TextSanitizer.text(text), Style.PLAIN);
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public synchronized Map<String, String> event(JournalEntry entry, ReleaseState after) {
        if (after.result().isPresent() && !(entry.event() instanceof ReleaseEvent.Ended)) {
            tellTrouble(entry);
            return Map.of();
        }
        if (state == null) {
            print(header(after.plan()));
            after.plan().notes().forEach(text -> print(note(text)));
            GroupView.all(after).stream()
                    .filter(view -> view.phase().isOver())
                    .forEach(view -> told.put(view.name(), new Told(view.phase(), view.facts())));
        }
        state = after;
        tellTrouble(entry);
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

    private void tellTrouble(JournalEntry entry) {
        if (entry.event() instanceof ReleaseEvent.SinkTroubled troubled) {
            print(trouble(troubled.sink(), troubled.why()));
        }
    }

    private void tell(GroupView view, Row row) {
        Told now = new Told(view.phase(), view.facts());
        if (isQuiet(view) || now.equals(told.put(view.name(), now))) {
            return;
        }
        print(row.of(view));
        row.below(view).forEach(this::print);
    }

    /** Writes each retry, but the same suggestion once, since a retry may fail for another reason. */
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
                view.current().map(stage -> is(stage.stage(), Trait.QUICK)).orElse(true);
            default -> false;
        };
    }

    @Override
    public synchronized void log(StageId stage, String source, String line) {
        if (state != null && is(state.plan().stage(stage), Trait.LOGGED)) {
            line.lines().forEach(each -> print(Line.of("  " + source + " │ " + each, Style.PLAIN)));
        }
    }

    /** Writes the notes of stages that wait for another release; other notes are for those who watch live. */
    @Override
    public synchronized void note(StageId stage, String text) {
        if (state != null && is(state.plan().stage(stage), Trait.NOTED)) {
            print(Line.of("  " + Group.nameOf(state.plan().stage(stage)) + ": " + text, Style.PLAIN));
        }
    }

    private static boolean is(Stage stage, Trait trait) {
        return StageText.of(stage.task()).is(trait);
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
            ReleaseConclusion.of(state, clock.instant()).ifPresent(this::tell);
        }
        state = null;
        told.clear();
        resources.clear();
    }

    private void tell(ReleaseConclusion releaseConclusion) {
        ReleaseConclusion said = host.commands()
                ? releaseConclusion
                : new ReleaseConclusion(
                        releaseConclusion.phase(),
                        releaseConclusion.headline(),
                        releaseConclusion.remarks(),
                        Optional.empty());
        ResultText.of(said, WIDTH).forEach(this::print);
        if (releaseConclusion.phase() == Phase.STOPPED && !host.afterStop().isEmpty()) {
            Wrapped.text(host.afterStop(), WIDTH).forEach(text -> print(Line.of("  " + text, Style.PLAIN)));
        }
    }

    private void print(Line line) {
        out.print((host.prefix() + line.text()).stripTrailing() + "\n");
        out.flush();
    }
}
