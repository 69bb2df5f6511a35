package io.jenkins.plugins.kuberelease.agent;

import java.io.Serializable;
import java.util.Map;

/**
 * The answer of an agent that was asked for a plan or a release file.
 *
 * @param plan the plan in the form of the journal; empty when there are problems, or only the release file was asked
 *     for
 * @param problems everything that is wrong with the release file, as text for people; empty when nothing is
 * @param description the release file merged with the Jenkinsfile's settings, for later releases of the same bundle
 * @param files the files of the source that the controller needs, by path relative to the release file
 */
public record Planned(String plan, String problems, String description, Map<String, byte[]> files)
        implements Serializable {
    static Planned refused(String problems) {
        return new Planned("", problems, "", Map.of());
    }

    /** Whether there are problems instead of an answer. */
    public boolean isRefused() {
        return !problems.isEmpty();
    }
}
