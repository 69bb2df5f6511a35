package io.jenkins.plugins.kuberelease.agent;

import hudson.EnvVars;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.access.BuildRevision;
import io.kuberelease.adapters.git.GitSource;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that a build's pipeline would see at its source. They may hold secrets, for example of {@code
 * withCredentials}, and are not stored.
 *
 * @param around those of the step, or of the build when there is no step
 * @param checkout variables from the checkout of the job's source; empty when the others name a branch already
 */
public record BuildVariables(Map<String, String> around, Map<String, String> checkout) implements Serializable {
    static final BuildVariables NONE = new BuildVariables(Map.of(), Map.of());

    static final String BRANCH = "BRANCH_NAME";
    private static final String BRANCH_OF_GIT = "GIT_BRANCH";
    private static final String COMMIT_OF_GIT = "GIT_COMMIT";

    public BuildVariables {
        around = Map.copyOf(around);
        checkout = Map.copyOf(checkout);
    }

    /** Reads the variables around a step; may ask its pipeline. */
    public interface Around {
        EnvVars get() throws IOException, InterruptedException;

        /** The mask for the secrets among them. */
        default SecretMask mask() throws IOException, InterruptedException {
            return SecretMask.NONE;
        }
    }

    /** The variables of a build, with the branch name when a branch source has made its job. */
    static BuildVariables of(Run<?, ?> run, EnvVars around, TaskListener listener)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(around);
        BuildRevision.of(run)
                .ifPresent(built -> all.putIfAbsent(BRANCH, built.head().getName()));
        boolean known = all.containsKey(BRANCH) || all.containsKey(BRANCH_OF_GIT);
        return new BuildVariables(all, known ? Map.of() : new JobSource(run, Optional.empty()).variables(listener));
    }

    /** The given variables of a process on the agent, overridden by those of the build. */
    Map<String, String> over(Map<String, String> agents) {
        Map<String, String> all = new HashMap<>(agents);
        all.putAll(around);
        return all;
    }

    /**
     * Makes the reader of the source in a directory; the checkout's variables are used only if its commit is the one
     * there.
     */
    GitSource git(Path directory) {
        boolean told = Optional.ofNullable(checkout.get(COMMIT_OF_GIT))
                .filter(commit ->
                        commit.equals(new GitSource(around).revision(directory).commit()))
                .isPresent();
        return new GitSource(told ? over(checkout) : around);
    }
}
