package io.kuberelease.api;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.TestMark;
import io.kuberelease.model.TestSummary;
import java.time.Instant;
import java.util.Optional;

/**
 * Why the tests did not run: this very image had passed them before.
 *
 * @param release the release in which they ran
 * @param at when they had passed
 * @param passed how many passed then; absent where they wrote no reports
 * @param skipped how many were skipped then; absent where they wrote no reports
 */
public record TestedBeforeData(String release, Instant at, Optional<Integer> passed, Optional<Integer> skipped) {

    static Optional<TestedBeforeData> of(ReleaseState state) {
        return state.output(StageOutput.TestedBefore.class)
                .map(StageOutput.TestedBefore::mark)
                .map(TestedBeforeData::of);
    }

    private static TestedBeforeData of(TestMark mark) {
        return new TestedBeforeData(
                mark.release().value(),
                mark.at(),
                mark.summary().map(TestSummary::passed),
                mark.summary().map(TestSummary::skipped));
    }
}
