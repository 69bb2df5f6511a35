package io.kuberelease.view;

import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput.Returned;
import io.kuberelease.journal.StageState;
import java.util.List;
import java.util.Optional;

/** What became of the return after a failure, in words. */
final class ReturnWords {
    private final StageState returning;

    ReturnWords(StageState returning) {
        this.returning = returning;
    }

    /** Nothing while its turn has not come. */
    List<String> facts() {
        Optional<Returned> back = returning.output(Returned.class);
        if (back.isPresent()) {
            return List.of("returned to " + back.get().version() + ", revision "
                    + back.get().revision());
        }
        if (returning.isRunning() || returning.isErrored()) {
            return List.of("returning to the last good bundle");
        }
        return returning.outcome().flatMap(ReturnWords::trouble).stream().toList();
    }

    private static Optional<String> trouble(StageOutcome outcome) {
        if (outcome instanceof StageOutcome.Failed failed) {
            return Optional.of(failed.cause().summary());
        }
        return outcome instanceof StageOutcome.Skipped skipped ? Optional.of(skipped.why()) : Optional.empty();
    }
}
