package io.jenkins.plugins.kuberelease.agent;

import java.io.Serializable;
import java.util.Map;

/**
 * What became of a workspace.
 *
 * @param plan the plan as the journal writes it; empty when the release file can't be carried out, or only that was asked for
 * @param problems everything that is wrong with the release file, for people; empty when nothing is
 * @param description the release file with what the Jenkinsfile says beside it, for later releases of what this one makes
 * @param files what the controller needs of the source, by path relative to the release file
 */
public record Planned(String plan, String problems, String description, Map<String, byte[]> files)
        implements Serializable {
    static Planned refused(String problems) {
        return new Planned("", problems, "", Map.of());
    }

    /** Whether there is none of what was asked for. */
    public boolean isRefused() {
        return !problems.isEmpty();
    }
}
