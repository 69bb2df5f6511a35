package io.kuberelease.adapters.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The commit that is checked out in a directory.
 *
 * @param branch empty when it is checked out without one
 * @param modified whether anything below the directory is not as it was committed
 */
record Checkout(String commit, Optional<String> branch, boolean modified) {
    private static final String HEADER = "# ";
    private static final String COMMIT = "# branch.oid ";

    /** The directory's; empty in a repository before its first commit. */
    static Optional<Checkout> of(Git git) {
        byte[] status = git.bytes(
                "status",
                "--porcelain=v2",
                "--branch",
                "-z",
                "--untracked-files=normal",
                "--ignore-submodules=none",
                "--",
                ".");
        List<String> parts = Arrays.asList(new String(status, ISO_8859_1).split("\0", -1));
        boolean modified = parts.stream().anyMatch(part -> !part.isEmpty() && !part.startsWith(HEADER));
        return parts.stream()
                .filter(part -> part.startsWith(COMMIT))
                .map(part -> part.substring(COMMIT.length()))
                .filter(commit -> !commit.startsWith("("))
                .findFirst()
                .map(commit -> new Checkout(commit, branch(git), modified));
    }

    /** Asked for by its whole name: a branch may be called as status calls none. */
    private static Optional<String> branch(Git git) {
        Git.Answer head = git.answer("symbolic-ref", "--quiet", "HEAD");
        return head.succeeded() ? Optional.of(head.text().replaceFirst("^refs/heads/", "")) : Optional.empty();
    }
}
