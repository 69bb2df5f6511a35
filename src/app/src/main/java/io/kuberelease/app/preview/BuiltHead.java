package io.kuberelease.app.preview;

/**
 * What a build is of, as the host's branch source tells it.
 *
 * @param name in the host: a branch, or a change such as PR-12
 * @param source the branch that a change is to be merged from, as its own repository calls it; of a branch its name
 * @param ours whether that is a branch of the repository itself, and not of a fork
 */
public record BuiltHead(String name, String source, boolean ours) {

    /**
     * The branch whose preview it gets. A branch and the change that merges it share one; a fork's change never has
     * its branch's name, which may be that of any branch of the repository.
     */
    public String branch() {
        return ours ? source : name;
    }
}
