package io.kuberelease.journal;

import io.kuberelease.model.Approval;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a release stands: a fold over its events and nothing else. Page, Slack message, terminal and resume read it.
 *
 * @param startedAt when it was planned
 * @param stages every stage in the plan's order
 * @param decisions the last decision of a person on each stage that asked for one
 * @param decidedAfter how many tries the stage had begun when its last decision was written: a later try has looked at it
 * @param abortedBy who asked for the end, if anybody did
 * @param sinkNotes what the sinks noted, by {@code sink/key}
 * @param moves the environments in whose clusters the journal was kept, in this order; the last one is where it is
 * @param result how it ended; absent while it goes on
 * @param entries how many journal entries this is the fold of
 */
public record ReleaseState(
        ReleasePlan plan,
        Instant startedAt,
        Map<StageId, StageState> stages,
        Map<StageId, Approval> decisions,
        Map<StageId, Integer> decidedAfter,
        Optional<String> abortedBy,
        Map<String, String> sinkNotes,
        List<EnvironmentName> moves,
        Optional<ReleaseResult> result,
        long entries) {

    /**
     * The state after all the entries.
     *
     * @throws IllegalArgumentException when the first entry is not the plan
     */
    public static ReleaseState of(List<JournalEntry> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("the journal is empty: it has no plan to go on with");
        }
        return planned(entries.get(0)).after(entries.subList(1, entries.size()));
    }

    private static ReleaseState planned(JournalEntry first) {
        if (!(first.event() instanceof ReleaseEvent.Planned planned)) {
            throw new IllegalArgumentException("the journal does not begin with a plan");
        }
        Map<StageId, StageState> stages = new LinkedHashMap<>();
        for (Stage stage : planned.plan().stages()) {
            stages.put(stage.id(), StageState.untouched(stage));
        }
        return new ReleaseState(
                planned.plan(),
                first.at(),
                stages,
                Map.of(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.empty(),
                1);
    }

    /** The state after some more entries. */
    public ReleaseState after(List<JournalEntry> news) {
        ReleaseState state = this;
        for (JournalEntry entry : news) {
            state = state.after(entry);
        }
        return state;
    }

    /** The state after one more entry. */
    public ReleaseState after(JournalEntry entry) {
        ReleaseEvent event = entry.event();
        ReleaseState next = this;
        if (event instanceof ReleaseEvent.StageStarted started) {
            next = with(stage(started.stage()).started(started.attempt(), entry.at()));
        } else if (event instanceof ReleaseEvent.StageEnded ended) {
            next = ended.outcome() instanceof StageOutcome.Outdated outdated
                    ? reopened(ended.stage(), outdated.why())
                    : with(stage(ended.stage()).ended(ended.outcome(), entry.at()));
        } else if (event instanceof ReleaseEvent.Resumed) {
            next = takenUp(entry.at());
        } else if (event instanceof ReleaseEvent.JournalMoved moved) {
            next = withMove(moved.environment());
        } else if (event instanceof ReleaseEvent.Decided decided) {
            next = withDecision(decided);
        } else if (event instanceof ReleaseEvent.AbortRequested abort) {
            next = withAbort(abort.by());
        } else if (event instanceof ReleaseEvent.SinkNoted noted) {
            next = withNote(noted);
        } else if (event instanceof ReleaseEvent.Ended over) {
            next = withResult(over.result());
        }
        return next.counted();
    }

    /**
     * The state of one stage.
     *
     * @throws IllegalArgumentException when the plan has no such stage
     */
    public StageState stage(StageId id) {
        return Optional.ofNullable(stages.get(id))
                .orElseThrow(() -> new IllegalArgumentException("no stage " + id + " in release " + plan.release()));
    }

    /** Whether a person has decided on the stage since its last try began: nobody has looked at that yet. */
    public boolean isFreshlyDecided(StageId id) {
        return decisions.containsKey(id)
                && decidedAfter.getOrDefault(id, 0) == stage(id).attempts();
    }

    /** Every stage in the plan's order. */
    public Collection<StageState> all() {
        return stages.values();
    }

    /** What the first stage that left an output of this kind left. */
    public <T extends StageOutput> Optional<T> output(Class<T> kind) {
        return all().stream().flatMap(stage -> stage.output(kind).stream()).findFirst();
    }

    /** What a stage of the given group, for example an environment, left of this kind. */
    public <T extends StageOutput> Optional<T> output(String group, Class<T> kind) {
        return all().stream()
                .filter(stage -> stage.stage().id().group().equals(group))
                .flatMap(stage -> stage.output(kind).stream())
                .findFirst();
    }

    /** The bundle that the release takes to its environments, once it is known: written here, or fetched. */
    public Optional<ImageReference> bundle() {
        return output(StageOutput.BundleWritten.class)
                .map(StageOutput.BundleWritten::bundle)
                .or(() -> output(StageOutput.BundleFetched.class).map(StageOutput.BundleFetched::bundle));
    }

    /** The app's image in this release, once it is known: built here, taken as it was, or the one in the fetched bundle. */
    public Optional<ImageReference> image() {
        return output(StageOutput.ImageBuilt.class)
                .map(StageOutput.ImageBuilt::image)
                .or(() -> output(StageOutput.ImageTaken.class).map(StageOutput.ImageTaken::image))
                .or(() -> output(StageOutput.BundleFetched.class).map(StageOutput.BundleFetched::image));
    }

    /** The environment in whose cluster the journal is kept by now; absent before the first one is touched. */
    public Optional<EnvironmentSpec> journalAt() {
        return moves.isEmpty() ? Optional.empty() : environment(moves.get(moves.size() - 1));
    }

    /** The environment of that name, as the plan has it. */
    public Optional<EnvironmentSpec> environment(EnvironmentName name) {
        return plan.stages().stream()
                .map(Stage::task)
                .filter(StageTask.Compare.class::isInstance)
                .map(task -> ((StageTask.Compare) task).environment())
                .filter(environment -> environment.name().equals(name))
                .findFirst();
    }

    private ReleaseState with(StageState changed) {
        Map<StageId, StageState> copy = new LinkedHashMap<>(stages);
        copy.put(changed.stage().id(), changed);
        return new ReleaseState(
                plan, startedAt, copy, decisions, decidedAfter, abortedBy, sinkNotes, moves, result, entries);
    }

    private ReleaseState takenUp(Instant at) {
        Map<StageId, StageState> copy = new LinkedHashMap<>(stages);
        copy.replaceAll((id, stage) -> stage.takenUp(at));
        return new ReleaseState(
                plan, startedAt, copy, decisions, decidedAfter, abortedBy, sinkNotes, moves, result, entries);
    }

    /** The stages that led to this one are to be gone through again. */
    private ReleaseState reopened(StageId found, String why) {
        Map<StageId, StageState> copy = new LinkedHashMap<>(stages);
        copy.replaceAll((id, stage) -> id.equals(found)
                ? stage.undone(why)
                : id.group().equals(found.group()) && !stage.isUntouched() ? stage.reopened(why) : stage);
        return new ReleaseState(
                plan, startedAt, copy, decisions, decidedAfter, abortedBy, sinkNotes, moves, result, entries);
    }

    private ReleaseState withDecision(ReleaseEvent.Decided decided) {
        Map<StageId, Approval> copy = new LinkedHashMap<>(decisions);
        copy.put(decided.stage(), decided.approval());
        Map<StageId, Integer> after = new LinkedHashMap<>(decidedAfter);
        after.put(
                decided.stage(),
                Optional.ofNullable(stages.get(decided.stage()))
                        .map(StageState::attempts)
                        .orElse(0));
        return new ReleaseState(plan, startedAt, stages, copy, after, abortedBy, sinkNotes, moves, result, entries);
    }

    private ReleaseState withAbort(String by) {
        return new ReleaseState(
                plan, startedAt, stages, decisions, decidedAfter, Optional.of(by), sinkNotes, moves, result, entries);
    }

    private ReleaseState withNote(ReleaseEvent.SinkNoted noted) {
        Map<String, String> copy = new LinkedHashMap<>(sinkNotes);
        copy.put(noted.sink() + "/" + noted.key(), noted.value());
        return new ReleaseState(
                plan, startedAt, stages, decisions, decidedAfter, abortedBy, copy, moves, result, entries);
    }

    private ReleaseState withMove(EnvironmentName to) {
        List<EnvironmentName> longer =
                Stream.concat(moves.stream(), Stream.of(to)).toList();
        return new ReleaseState(
                plan, startedAt, stages, decisions, decidedAfter, abortedBy, sinkNotes, longer, result, entries);
    }

    private ReleaseState withResult(ReleaseResult how) {
        return new ReleaseState(
                plan,
                startedAt,
                stages,
                decisions,
                decidedAfter,
                abortedBy,
                sinkNotes,
                moves,
                Optional.of(how),
                entries);
    }

    private ReleaseState counted() {
        return new ReleaseState(
                plan, startedAt, stages, decisions, decidedAfter, abortedBy, sinkNotes, moves, result, entries + 1);
    }
}
