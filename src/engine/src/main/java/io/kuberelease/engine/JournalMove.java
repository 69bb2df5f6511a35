package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The journal's move among the effects of a decision, if there is one. It is written last and together with what has
 * just happened, since in a cluster each writing takes its time; a cluster that is away holds up the move alone.
 */
final class JournalMove {
    private final List<Effect> effects;
    private final JournalWriter journal;
    private final Optional<Effect.MoveJournal> wanted;
    private final Optional<ReleaseException.Failed> refused;
    private final Optional<ReleaseException.Errored> heldUp;

    /** Blocks until the new cluster is ready for the journal, if a move is among the effects. */
    JournalMove(List<Effect> effects, JournalWriter journal) {
        this.effects = effects;
        this.journal = journal;
        this.wanted = effects.stream()
                .filter(Effect.MoveJournal.class::isInstance)
                .map(Effect.MoveJournal.class::cast)
                .findFirst();
        Optional<ReleaseException> problem = wanted.flatMap(this::problem);
        this.refused =
                problem.filter(ReleaseException.Failed.class::isInstance).map(ReleaseException.Failed.class::cast);
        this.heldUp =
                problem.filter(ReleaseException.Errored.class::isInstance).map(ReleaseException.Errored.class::cast);
    }

    /**
     * The environments whose turn may come after that stage, and to whose clusters the journal has not moved yet. One
     * whose place is not made ready yet is left out: until then it may be somebody else's.
     */
    static List<EnvironmentName> expectedAfter(StageId begun, ReleaseState state) {
        return state.plan().stages().stream()
                .filter(stage -> stage.trigger().stages().contains(begun))
                .filter(stage -> stage.trigger().stages().stream()
                        .filter(stage.id()::isBeside)
                        .allMatch(before -> state.stage(before).isSatisfied()))
                .flatMap(stage -> stage.id().environment().stream()
                        .filter(next -> !state.moves().contains(next))
                        .filter(next -> state.plan()
                                .compare(next)
                                .filter(compare -> compare.id().equals(stage.id()))
                                .filter(compare -> !PopUpName.isOne(
                                        compare.task().environment().target().cluster()))
                                .isPresent()))
                .distinct()
                .toList();
    }

    /** What is to be written before the effects are carried out. */
    List<ReleaseEvent> intents() {
        List<ReleaseEvent> intents = new ArrayList<>(effects.stream()
                .filter(effect -> wanted.filter(effect::equals).isEmpty())
                .flatMap(effect -> effect.intent().stream())
                .toList());
        wanted.filter(move -> heldUp.isEmpty()).stream().flatMap(this::ending).forEach(intents::add);
        return intents;
    }

    private Stream<ReleaseEvent> ending(Effect.MoveJournal move) {
        return refused.map(failed -> Stream.<ReleaseEvent>of(
                        new ReleaseEvent.StageStarted(move.first(), 1),
                        new ReleaseEvent.StageEnded(move.first(), 1, new StageOutcome.Failed(failed.reason()))))
                .orElseGet(() -> move.intent().stream());
    }

    /** The effects that can be carried out now. */
    List<Effect> possible() {
        return effects.stream()
                .filter(effect ->
                        heldUp.isEmpty() || wanted.filter(effect::equals).isEmpty())
                .toList();
    }

    /**
     * To be called once the other effects are carried out.
     *
     * @throws ReleaseException.Errored when the new cluster does not answer
     */
    void requireDone() {
        if (heldUp.isPresent()) {
            wanted.flatMap(Effect::intent).ifPresent(journal::isHeldUpBy);
            throw heldUp.get();
        }
    }

    private Optional<ReleaseException> problem(Effect.MoveJournal move) {
        try {
            journal.prepareMove(move.to());
            return Optional.empty();
        } catch (ReleaseException.Failed | ReleaseException.Errored problem) {
            return Optional.of(problem);
        }
    }
}
