package io.jenkins.plugins.kuberelease.agent;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which release file is meant, and what a Jenkinsfile says beside it.
 *
 * @param directory of the release file, relative to the workspace; empty for the workspace itself
 * @param file the release file's name in it
 * @param trusted the release file's content where the workspace's own is a stranger's; null to read that one
 * @param needed whether there must be one; else what is said beside it will do
 * @param beside settings that are laid over the release file, as JSON in its form; {@code {}} for none
 * @param step what the settings are called in messages: the step that has them
 */
public record SourceFile(
        String directory, String file, @Nullable String trusted, boolean needed, String beside, String step)
        implements Serializable {
    /** No settings beside the file. */
    public static final String NOTHING = "{}";
}
