package io.jenkins.plugins.kuberelease.config;

import java.util.Arrays;
import java.util.List;

/**
 * Folders named in a configuration.
 *
 * @param all full names, without slashes at either end
 */
record FolderNames(List<String> all) {
    FolderNames {
        all = List.copyOf(all);
    }

    /** Reads names that are separated by lines or commas. */
    static FolderNames of(String text) {
        return new FolderNames(Arrays.stream(text.split("[\n,]", -1))
                .map(String::strip)
                .map(folder -> folder.replaceAll("^/+|/+$", ""))
                .filter(folder -> !folder.isEmpty())
                .toList());
    }

    /** Whether the job is in one of the folders, at any depth, or is itself named. */
    boolean hold(String job) {
        return all.stream().anyMatch(folder -> job.equals(folder) || job.startsWith(folder + "/"));
    }
}
