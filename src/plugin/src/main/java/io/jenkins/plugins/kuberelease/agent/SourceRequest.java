package io.jenkins.plugins.kuberelease.agent;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to make of a workspace.
 *
 * @param directory of the release file, relative to the workspace; empty for the workspace itself
 * @param file the release file's name in it
 * @param trusted the release file's content where the workspace's own is a stranger's; null to read that one
 * @param version wins over the one found in the repository; null for that one
 * @param to the environments to release to; empty for all
 * @param startedBy the person or the cause that started the build
 */
public record SourceRequest(
        String directory,
        String file,
        @Nullable String trusted,
        @Nullable String version,
        List<String> to,
        String startedBy)
        implements Serializable {
    public SourceRequest {
        to = List.copyOf(to);
    }

    Optional<String> trustedContent() {
        return Optional.ofNullable(trusted);
    }

    Optional<String> wantedVersion() {
        return Optional.ofNullable(version);
    }
}
