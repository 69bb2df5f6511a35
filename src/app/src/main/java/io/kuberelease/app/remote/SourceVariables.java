package io.kuberelease.app.remote;

import io.kuberelease.adapters.git.GitSource;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that a build's pipeline would see at its source. They may hold secrets, for example of a block around the
 * step, and are not stored.
 *
 * @param around those of the step, or of the build when there is no step
 * @param checkout variables from the checkout of the job's source; empty when the others name a branch already
 */
public record SourceVariables(Map<String, String> around, Map<String, String> checkout) implements Serializable {
    /** Nothing. */
    public static final SourceVariables NONE = new SourceVariables(Map.of(), Map.of());

    /** The variable with the name of a branch. */
    public static final String BRANCH = "BRANCH_NAME";

    private static final String BRANCH_OF_GIT = "GIT_BRANCH";
    private static final String COMMIT_OF_GIT = "GIT_COMMIT";

    public SourceVariables {
        around = Map.copyOf(around);
        checkout = Map.copyOf(checkout);
    }

    /** Whether variables name a branch already, so that those of a checkout are not needed. */
    public static boolean nameABranch(Map<String, String> variables) {
        return variables.containsKey(BRANCH) || variables.containsKey(BRANCH_OF_GIT);
    }

    /** The given variables of a process on the machine, overridden by those of the build. */
    public Map<String, String> over(Map<String, String> machines) {
        Map<String, String> all = new HashMap<>(machines);
        all.putAll(around);
        return all;
    }

    /**
     * Makes the reader of the source in a directory; the checkout's variables are used only if its commit is the one
     * there.
     */
    public GitSource git(Path directory) {
        boolean told = Optional.ofNullable(checkout.get(COMMIT_OF_GIT))
                .filter(commit ->
                        commit.equals(new GitSource(around).revision(directory).commit()))
                .isPresent();
        return new GitSource(told ? over(checkout) : around);
    }
}
