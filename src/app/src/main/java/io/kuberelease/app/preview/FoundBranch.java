package io.kuberelease.app.preview;

import io.kuberelease.view.TextSanitizer;

/**
 * A branch or a change as its repository had it when it was asked.
 *
 * @param at the host's own of that revision
 * @param change whether somebody asks for it to be merged
 * @param revision as text, by which two can be compared: it names the head and all commits that matter
 */
public record FoundBranch<R>(R at, BuiltHead head, boolean change, String revision) {

    /** Whether somebody has to look at it first. */
    public boolean foreign() {
        return !head.ours();
    }

    /** Its name as it is shown. */
    public String name() {
        return TextSanitizer.text(head.name());
    }

    RepositoryBranch shown(boolean built) {
        RepositoryBranch.Kind kind = foreign()
                ? RepositoryBranch.Kind.FORK
                : change ? RepositoryBranch.Kind.PULL_REQUEST : RepositoryBranch.Kind.BRANCH;
        return new RepositoryBranch(name(), TextSanitizer.text(head.branch()), kind, built);
    }

    /** Whether that is its name, as it is or as it is shown. */
    boolean isCalled(String other) {
        return name().equals(other) || head.name().equals(other);
    }
}
