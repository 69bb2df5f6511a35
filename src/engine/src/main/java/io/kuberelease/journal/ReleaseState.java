package io.kuberelease.journal;

import io.kuberelease.model.Approval;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The state of a release: a fold over its events and nothing else. Page, Slack message, terminal and resume read it.
 *
 * @param startedAt when it was planned
 * @param stages every stage in the plan's order
 * @param decisions the last decision of a person on each stage that asked for one
 * @param decidedAfter the tries that a stage had begun when its last decision was written: a later one has looked at it
 * @param abortedBy who asked for the end, if anybody did
 * @param sinkNotes what the sinks noted, by {@code sink/key}
 * @param moves the environments in whose clusters the journal was kept, in this order; the last one is where it is
 * @param result how it ended; absent while it goes on
 * @param silences when nobody carried it on
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
        Silences silences,
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
                new Silences(first.at(), List.of()),
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
        return entry.event().match(new Fold(entry.at())).counted(silences.after(entry));
    }

    /** Applies an event to the state. */
    private final class Fold implements ReleaseEvent.Cases<ReleaseState> {
        private final Instant at;

        private Fold(Instant at) {
            this.at = at;
        }

        /** Only the first entry is a plan; one that came again would change nothing. */
        @Override
        public ReleaseState planned(ReleaseEvent.Planned event) {
            return ReleaseState.this;
        }

        @Override
        public ReleaseState stageStarted(ReleaseEvent.StageStarted event) {
            return with(stage(event.stage()).started(event.attempt(), at));
        }

        @Override
        public ReleaseState stageEnded(ReleaseEvent.StageEnded event) {
            return event.outcome()
                    .outdated()
                    .map(outdated -> reopened(event.stage(), outdated.why()))
                    .orElseGet(() -> with(stage(event.stage()).ended(event.outcome(), at)));
        }

        @Override
        public ReleaseState journalMoved(ReleaseEvent.JournalMoved event) {
            return withMove(event.environment());
        }

        @Override
        public ReleaseState decided(ReleaseEvent.Decided event) {
            return withDecision(event);
        }

        @Override
        public ReleaseState abortRequested(ReleaseEvent.AbortRequested event) {
            return withAbortedBy(Optional.of(event.by()));
        }

        @Override
        public ReleaseState resumed(ReleaseEvent.Resumed event) {
            return withEachStage(stage -> stage.takenUp(at));
        }

        @Override
        public ReleaseState sinkTroubled(ReleaseEvent.SinkTroubled event) {
            return ReleaseState.this;
        }

        @Override
        public ReleaseState sinkNoted(ReleaseEvent.SinkNoted event) {
            return withNote(event);
        }

        @Override
        public ReleaseState ended(ReleaseEvent.Ended event) {
            return withResult(Optional.of(event.result()));
        }
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

    /**
     * Whether a person has decided on the stage since its last try began, so that no try has looked at the decision
     * yet.
     */
    public boolean isFreshlyDecided(StageId id) {
        return decisions.containsKey(id)
                && decidedAfter.getOrDefault(id, 0) == stage(id).attempts();
    }

    /** Every stage in the plan's order. */
    public Collection<StageState> all() {
        return stages.values();
    }

    /** The output of this kind of the first stage that left one, in the plan's order; empty when none has. */
    public <T extends StageOutput> Optional<T> output(Class<T> kind) {
        return all().stream().flatMap(stage -> stage.output(kind).stream()).findFirst();
    }

    /** The output of this kind of the environment's first stage that left one; empty when none has. */
    public <T extends StageOutput> Optional<T> output(EnvironmentName environment, Class<T> kind) {
        return in(environment).stream()
                .flatMap(stage -> stage.output(kind).stream())
                .findFirst();
    }

    /** The stages of an environment, in the plan's order; none when the plan does not go there. */
    public List<StageState> in(EnvironmentName environment) {
        return all().stream()
                .filter(stage -> stage.stage().id().environment().equals(Optional.of(environment)))
                .toList();
    }

    /** The bundle that the release takes to its environments, once it is known: written here, or fetched. */
    public Optional<ImageReference> bundle() {
        return output(StageOutput.BundleWritten.class)
                .map(StageOutput.BundleWritten::bundle)
                .or(() -> output(StageOutput.BundleFetched.class).map(StageOutput.BundleFetched::bundle));
    }

    /**
     * The app's images in this release, once all of them are known: built here, taken as they were, or in the fetched
     * bundle.
     */
    public Optional<PerImage<ImageReference>> images() {
        return plan.imageStages()
                .flatMap(stages -> stages.complete(this::image))
                .or(() -> output(StageOutput.BundleFetched.class).map(StageOutput.BundleFetched::images));
    }

    /** The image of this name, once it is known, whatever becomes of the others; no name means the only one. */
    public Optional<ImageReference> image(Optional<ImageName> name) {
        return plan.imageStages().map(stages -> image(stages.of(name))).orElseGet(() -> images().map(
                        known -> known.of(name)));
    }

    /** The image that a stage has built or taken. */
    private Optional<ImageReference> image(StageId id) {
        StageState stage = stage(id);
        return stage.output(StageOutput.ImageBuilt.class)
                .map(StageOutput.ImageBuilt::image)
                .or(() -> stage.output(StageOutput.ImageTaken.class).map(StageOutput.ImageTaken::image));
    }

    /** The environment in whose cluster the journal is kept by now; absent before the first one is touched. */
    public Optional<EnvironmentSpec> journalAt() {
        return moves.isEmpty() ? Optional.empty() : plan.environment(moves.get(moves.size() - 1));
    }

    private ReleaseState with(StageState changed) {
        return withEachStage(stage -> stage.stage().id().equals(changed.stage().id()) ? changed : stage);
    }

    /** Reopens a stage that was outdated, and the other stages of its environment that were begun. */
    private ReleaseState reopened(StageId found, String why) {
        return withEachStage(stage -> {
            StageId id = stage.stage().id();
            if (id.equals(found)) {
                return stage.undone(why);
            }
            return id.isBeside(found) && !stage.isUntouched() ? stage.reopened(why) : stage;
        });
    }

    private ReleaseState withDecision(ReleaseEvent.Decided decided) {
        StageId stage = decided.stage();
        int attempts =
                Optional.ofNullable(stages.get(stage)).map(StageState::attempts).orElse(0);
        return withDecisions(with(decisions, stage, decided.approval()), with(decidedAfter, stage, attempts));
    }

    private ReleaseState withNote(ReleaseEvent.SinkNoted noted) {
        return withSinkNotes(with(sinkNotes, noted.sink() + "/" + noted.key(), noted.value()));
    }

    private ReleaseState withMove(EnvironmentName to) {
        return withMoves(Stream.concat(moves.stream(), Stream.of(to)).toList());
    }

    private static <K, V> Map<K, V> with(Map<K, V> before, K key, V value) {
        Map<K, V> after = new LinkedHashMap<>(before);
        after.put(key, value);
        return after;
    }

    private ReleaseState withEachStage(UnaryOperator<StageState> change) {
        Map<StageId, StageState> changed = new LinkedHashMap<>(stages);
        changed.replaceAll((id, stage) -> change.apply(stage));
        return new ReleaseState(
                plan,
                startedAt,
                changed,
                decisions,
                decidedAfter,
                abortedBy,
                sinkNotes,
                moves,
                result,
                silences,
                entries);
    }

    private ReleaseState withDecisions(Map<StageId, Approval> decided, Map<StageId, Integer> after) {
        return new ReleaseState(
                plan, startedAt, stages, decided, after, abortedBy, sinkNotes, moves, result, silences, entries);
    }

    private ReleaseState withAbortedBy(Optional<String> who) {
        return new ReleaseState(
                plan, startedAt, stages, decisions, decidedAfter, who, sinkNotes, moves, result, silences, entries);
    }

    private ReleaseState withSinkNotes(Map<String, String> notes) {
        return new ReleaseState(
                plan, startedAt, stages, decisions, decidedAfter, abortedBy, notes, moves, result, silences, entries);
    }

    private ReleaseState withMoves(List<EnvironmentName> all) {
        return new ReleaseState(
                plan, startedAt, stages, decisions, decidedAfter, abortedBy, sinkNotes, all, result, silences, entries);
    }

    private ReleaseState withResult(Optional<ReleaseResult> how) {
        return new ReleaseState(
                plan, startedAt, stages, decisions, decidedAfter, abortedBy, sinkNotes, moves, how, silences, entries);
    }

    private ReleaseState counted(Silences heard) {
        return new ReleaseState(
                plan,
                startedAt,
                stages,
                decisions,
                decidedAfter,
                abortedBy,
                sinkNotes,
                moves,
                result,
                heard,
                entries + 1);
    }
}
