package io.kuberelease.view;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.plan.StageTask;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The words for a stage: what it would do, what it does, and what it has done. Terminal, plain log, Slack, pages and
 * JSON have their words from here; {@link StageTexts} has a case for each kind of stage.
 *
 * @param group the line that shows it
 * @param planned what it would do, for example {@code deploy with Helm, ready within 5 min}
 * @param running what it does now, for example {@code deploying}
 * @param ahead what the group's line says of it before the group's turn has come
 * @param done what the group's line says of it once all of the group is done
 * @param spared what the group's line says of it when nothing had to be done
 * @param afterFailure what the group's line says of it when another stage of the group has failed
 * @param traits how it is shown
 */
public record StageText(
        StageGroup group,
        String planned,
        String running,
        Facts ahead,
        Facts done,
        Facts spared,
        Facts afterFailure,
        Set<Trait> traits) {
    private static final Facts NOTHING = (stage, release) -> List.of();

    public StageText {
        traits = Set.copyOf(traits);
    }

    /** Short facts about a stage; texts from outside are as they came. */
    public interface Facts {
        List<String> of(StageState stage, ReleaseState release);
    }

    /** A trait of how a stage is shown. */
    public enum Trait {
        /** It is over in a moment: a log tells of it when it ends. */
        QUICK,
        /** Its programs' output belongs into a log that is read later. */
        LOGGED,
        /** Its notes, such as for whom it waits, belong into a log that is read later. */
        NOTED,
        /** Its time is a wait, and no work. */
        WAITING,
        /** It only tidies up after others: of interest when it fails. */
        TIDYING
    }

    /** The words for this kind of stage. */
    public static StageText of(StageTask task) {
        return task.match(new StageTexts());
    }

    static StageText of(StageGroup group, String planned, String running, Trait... traits) {
        Set<Trait> all = EnumSet.noneOf(Trait.class);
        all.addAll(List.of(traits));
        return new StageText(group, planned, running, NOTHING, NOTHING, NOTHING, NOTHING, all);
    }

    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    StageText ahead(Facts facts) {
        return new StageText(group, planned, running, facts, done, spared, afterFailure, traits);
    }

    StageText done(Facts facts) {
        return new StageText(group, planned, running, ahead, facts, spared, afterFailure, traits);
    }

    StageText spared(Facts facts) {
        return new StageText(group, planned, running, ahead, done, facts, afterFailure, traits);
    }

    StageText afterFailure(Facts facts) {
        return new StageText(group, planned, running, ahead, done, spared, facts, traits);
    }
}
