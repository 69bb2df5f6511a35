package io.kuberelease.app.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose preview a build releases. */
class BranchChoiceTest {
    private static final Optional<BuiltHead> BRANCH = Optional.of(new BuiltHead("feature", "feature", true));
    private static final Optional<BuiltHead> CHANGE = Optional.of(new BuiltHead("PR-7", "feature", true));
    private static final Optional<BuiltHead> FORK = Optional.of(new BuiltHead("PR-12", "main", false));
    private static final Optional<String> NOTHING = Optional.empty();

    @Test
    void aBranchAndTheChangeThatMergesItShareOnePreview() {
        assertThat(BranchChoice.of(NOTHING, NOTHING, BRANCH, true)).isEqualTo(chosen("feature", "feature", null));
        assertThat(BranchChoice.of(NOTHING, NOTHING, CHANGE, true)).isEqualTo(chosen("feature", "PR-7", null));
    }

    @Test
    void aForksChangeIsNeverInThePlaceOfABranchOfTheRepository() {
        assertThat(BranchChoice.of(NOTHING, NOTHING, FORK, true)).isEqualTo(chosen("PR-12", "PR-12", null));
    }

    @Test
    void theBuildsOwnBranchIsNotFetchedOnceMore() {
        assertThat(BranchChoice.of(Optional.of("feature"), NOTHING, CHANGE, true))
                .isEqualTo(chosen("feature", "PR-7", null));
        assertThat(BranchChoice.of(Optional.of("PR-7"), NOTHING, CHANGE, true))
                .isEqualTo(chosen("feature", "PR-7", null));
    }

    @Test
    void anotherBranchIsFetchedUnlessThePipelineHasCheckedItOut() {
        assertThat(BranchChoice.of(Optional.of("other"), NOTHING, BRANCH, true))
                .isEqualTo(chosen("other", "other", "other"));
        assertThat(BranchChoice.of(Optional.of("other"), NOTHING, BRANCH, false))
                .isEqualTo(chosen("other", null, null));
    }

    @Test
    void aPersonAsksForABranchWhereThePipelineNamesNone() {
        assertThat(BranchChoice.of(NOTHING, Optional.of("asked"), BRANCH, true))
                .isEqualTo(chosen("asked", "asked", "asked"));
        assertThat(BranchChoice.of(Optional.of("named"), Optional.of("asked"), BRANCH, true))
                .isEqualTo(chosen("named", "named", "named"));
    }

    @Test
    void withoutABranchSourceTheCheckoutTells() {
        assertThat(BranchChoice.of(NOTHING, NOTHING, Optional.empty(), true)).isEqualTo(chosen(null, null, null));
    }

    private static BranchChoice chosen(String branch, String head, String other) {
        return new BranchChoice(Optional.ofNullable(branch), Optional.ofNullable(head), Optional.ofNullable(other));
    }
}
