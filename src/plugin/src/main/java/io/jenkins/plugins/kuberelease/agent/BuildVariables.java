package io.jenkins.plugins.kuberelease.agent;

import hudson.EnvVars;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.access.BuildRevision;
import io.kuberelease.app.remote.SourceVariables;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the variables of a build at its source. */
public final class BuildVariables {
    private BuildVariables() {}

    /** Reads the variables around a step; may ask its pipeline. */
    public interface Around {
        EnvVars get() throws IOException, InterruptedException;

        /** The mask for the secrets among them. */
        default SecretMask mask() throws IOException, InterruptedException {
            return SecretMask.NONE;
        }
    }

    /** The variables of a build, with the branch name when a branch source has made its job. */
    static SourceVariables of(Run<?, ?> run, EnvVars around, TaskListener listener)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(around);
        BuildRevision.of(run)
                .ifPresent(built ->
                        all.putIfAbsent(SourceVariables.BRANCH, built.head().getName()));
        return new SourceVariables(
                all,
                SourceVariables.nameABranch(all) ? Map.of() : new JobSource(run, Optional.empty()).variables(listener));
    }
}
