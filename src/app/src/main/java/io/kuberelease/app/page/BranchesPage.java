package io.kuberelease.app.page;

import io.kuberelease.app.preview.BranchSearch;
import io.kuberelease.app.preview.KeptAnswer.Known;
import io.kuberelease.app.preview.RepositoryBranch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The branches of a repository that match what somebody has typed.
 *
 * @param form the version of this form
 * @param query what was typed
 * @param found the best matches
 * @param matches how many there are
 * @param all how many branches there are; absent while that is not known
 * @param at when the repository was asked
 * @param problem why it could not be asked since
 * @param asking whether it is being asked
 */
public record BranchesPage(
        int form,
        String query,
        List<RepositoryBranch> found,
        int matches,
        Optional<Integer> all,
        Optional<Instant> at,
        Optional<String> problem,
        boolean asking) {
    private static final int FORM = 1;

    public BranchesPage {
        found = List.copyOf(found);
    }

    /** Searches what is known. */
    public static BranchesPage of(String query, Known<List<RepositoryBranch>> known) {
        BranchSearch.Matches matches = BranchSearch.of(known.answer().orElse(List.of()), query);
        return new BranchesPage(
                FORM,
                query,
                matches.found(),
                matches.all(),
                known.answer().map(List::size),
                known.at(),
                known.problem(),
                known.asking());
    }
}
