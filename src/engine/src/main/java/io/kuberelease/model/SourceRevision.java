package io.kuberelease.model;

import java.util.Optional;

/**
 * The source that a release is made from.
 *
 * @param commit the full commit id, or the content hash of the tree where there is no version control
 * @param branch the branch's name as the version control has it; never trusted as markup; {@link #NO_BRANCH} where the
 *     revision is the content's hash
 * @param tag the SemVer tag on this very commit, if there is one
 * @param modified whether the working tree differs from the commit
 */
public record SourceRevision(String commit, String branch, Optional<String> tag, boolean modified) {
    /** Stands for the branch of a source that is in no commit; git lets no branch be called so. */
    public static final String NO_BRANCH = ":none";

    private static final int SHORT = 7;

    /** Whether it is in no commit, and {@code commit} is the hash of its content. */
    public boolean isContent() {
        return branch.equals(NO_BRANCH);
    }

    /** The text to show before the commit: the branch, or that there is no commit. */
    public String origin() {
        return isContent() ? "in no commit, content" : branch;
    }

    /** The first seven characters of the commit, as people quote it. */
    public String shortCommit() {
        return commit.length() <= SHORT ? commit : commit.substring(0, SHORT);
    }
}
