package io.jenkins.plugins.kuberelease.step;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Jenkinsfile said of a release.
 *
 * @param to the last environments, divided by commas; null for all
 * @param directory of the release file in the workspace; null for the workspace itself
 * @param file the release file's name; null for the usual one
 * @param version wins over the one found in the repository; null for that one
 * @param label which agents may build, outside {@code node}; null for any
 */
public record ReleaseSettings(
        @Nullable String to,
        @Nullable String directory,
        @Nullable String file,
        @Nullable String version,
        @Nullable String label)
        implements Serializable {
    private static final String USUAL_FILE = "kube-release.yaml";

    List<String> environments() {
        return to == null
                ? List.of()
                : Stream.of(to.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    String subdirectory() {
        return directory == null ? "" : directory;
    }

    /** Of the release file in the repository. */
    String path() {
        return subdirectory().isEmpty() ? fileName() : subdirectory().replaceAll("/+$", "") + "/" + fileName();
    }

    String fileName() {
        return file == null ? USUAL_FILE : file;
    }
}
