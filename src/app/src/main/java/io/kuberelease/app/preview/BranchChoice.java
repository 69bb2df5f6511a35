package io.kuberelease.app.preview;

import java.util.Optional;

/**
 * The branch that a build releases to a preview.
 *
 * @param branch absent when only the checkout can tell
 * @param head what the repository calls it, by which it is known when it is gone; absent when it is only a name
 * @param other the branch to fetch instead of what the build is of
 */
public record BranchChoice(Optional<String> branch, Optional<String> head, Optional<String> other) {

    /**
     * Chooses it.
     *
     * @param named in the pipeline
     * @param asked the branch that a person asked this build for
     * @param built absent when no branch source made the job
     * @param fetches whether the host fetches the source; otherwise it is what the pipeline has checked out
     */
    public static BranchChoice of(
            Optional<String> named, Optional<String> asked, Optional<BuiltHead> built, boolean fetches) {
        Optional<String> wanted = named.or(() -> asked);
        Optional<BuiltHead> own = built.filter(head -> wanted.isEmpty()
                || wanted.get().equals(head.name())
                || wanted.get().equals(head.branch()));
        if (own.isPresent()) {
            return new BranchChoice(own.map(BuiltHead::branch), own.map(BuiltHead::name), Optional.empty());
        }
        Optional<String> fetched = wanted.filter(name -> fetches);
        return new BranchChoice(wanted, fetched, fetched);
    }
}
