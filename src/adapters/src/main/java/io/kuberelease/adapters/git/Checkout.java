package io.kuberelease.adapters.git;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What {@code git status --porcelain=v2 --branch} says: commit, branch and changes in one answer, where asking for each
 * costs a process.
 *
 * @param branch empty when the commit is checked out without one
 * @param modified whether anything below the directory is not as it was committed
 */
record Checkout(String commit, Optional<String> branch, boolean modified) {
    private static final String HEADER = "# ";
    private static final String COMMIT = "# branch.oid ";
    private static final String BRANCH = "# branch.head ";

    /** The directory's; empty without git, without a repository, or before its first commit. */
    static Optional<Checkout> of(Git git) {
        List<String> lines = git.lines("status", "--porcelain=v2", "--branch", "--untracked-files=normal", "--", ".");
        boolean modified = lines.stream().anyMatch(line -> !line.startsWith(HEADER));
        return value(lines, COMMIT).map(commit -> new Checkout(commit, value(lines, BRANCH), modified));
    }

    /** Git writes what is no name, as {@code (detached)} and {@code (initial)}, in brackets. */
    private static Optional<String> value(List<String> lines, String header) {
        return lines.stream()
                .filter(line -> line.startsWith(header))
                .map(line -> line.substring(header.length()))
                .filter(Predicate.not(text -> text.startsWith("(")))
                .findFirst();
    }
}
