package io.jenkins.plugins.kuberelease.config;

import java.util.Arrays;
import java.util.List;

/**
 * Folders that somebody has named.
 *
 * @param all full names, without slashes around
 */
record FolderNames(List<String> all) {
    FolderNames {
        all = List.copyOf(all);
    }

    /** As they are written: one a line, or divided by commas. */
    static FolderNames of(String text) {
        return new FolderNames(Arrays.stream(text.split("[\n,]", -1))
                .map(String::strip)
                .map(folder -> folder.replaceAll("^/+|/+$", ""))
                .filter(folder -> !folder.isEmpty())
                .toList());
    }

    /** Whether a job is one of them, or somewhere below one. */
    boolean hold(String job) {
        return all.stream().anyMatch(folder -> job.equals(folder) || job.startsWith(folder + "/"));
    }
}
