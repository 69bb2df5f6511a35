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
 * The variables that the lines of a build's pipeline would see where its source is. They may hold secrets, as of
 * {@code withCredentials}, and are kept nowhere.
 *
 * @param around those of the step, or of the build when there is no step
 * @param checkout what the checkout of the job's source tells of itself, when those tell of no branch
 */
public record BuildVariables(Map<String, String> around, Map<String, String> checkout) implements Serializable {
    static final BuildVariables NONE = new BuildVariables(Map.of(), Map.of());

    private static final String BRANCH = "BRANCH_NAME";
    private static final String BRANCH_OF_GIT = "GIT_BRANCH";
    private static final String COMMIT_OF_GIT = "GIT_COMMIT";

    public BuildVariables {
        around = Map.copyOf(around);
        checkout = Map.copyOf(checkout);
    }

    /** Where a step's variables are got; may ask its pipeline. */
    public interface Around {
        EnvVars get() throws IOException, InterruptedException;

        /** What hides the secrets among them. */
        default SecretMask mask() throws IOException, InterruptedException {
            return SecretMask.NONE;
        }
    }

    /** A build's, which knows its branch by name when a branch source has made its job. */
    static BuildVariables of(Run<?, ?> run, EnvVars around, TaskListener listener)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(around);
        BuildRevision.of(run)
                .ifPresent(built -> all.putIfAbsent(BRANCH, built.head().getName()));
        boolean known = all.containsKey(BRANCH) || all.containsKey(BRANCH_OF_GIT);
        return new BuildVariables(all, known ? Map.of() : new JobSource(run).variables(listener));
    }

    /** Those of a process of the agent, with the build's over them. */
    Map<String, String> over(Map<String, String> agents) {
        Map<String, String> all = new HashMap<>(agents);
        all.putAll(around);
        return all;
    }

    /** What knows the source in a directory; another repository that a step has checked out is not taken for the job's. */
    GitSource git(Path directory) {
        boolean told = Optional.ofNullable(checkout.get(COMMIT_OF_GIT))
                .filter(commit ->
                        commit.equals(new GitSource(around).revision(directory).commit()))
                .isPresent();
        return new GitSource(told ? over(checkout) : around);
    }
}
