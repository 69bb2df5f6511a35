package io.kuberelease.model;

import java.util.Optional;

/**
 * The source that a release is made from.
 *
 * @param commit the full commit id, or the content hash of the tree where there is no version control
 * @param branch the branch's name as the version control has it; never trusted as markup
 * @param tag the SemVer tag on this very commit, if there is one
 * @param modified whether the working tree differs from the commit
 */
public record SourceRevision(String commit, String branch, Optional<String> tag, boolean modified) {
    private static final int SHORT = 7;

    /** The first seven characters of the commit, as people quote it. */
    public String shortCommit() {
        return commit.length() <= SHORT ? commit : commit.substring(0, SHORT);
    }
}
