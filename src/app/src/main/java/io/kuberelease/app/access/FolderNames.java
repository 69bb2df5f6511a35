package io.kuberelease.app.access;

import java.util.Arrays;
import java.util.List;

/**
 * Folders of jobs that something is for.
 *
 * @param all full names, without slashes at either end
 */
public record FolderNames(List<String> all) {
    public FolderNames {
        all = List.copyOf(all);
    }

    /** Reads names that are separated by lines or commas. */
    public static FolderNames of(String text) {
        return new FolderNames(Arrays.stream(text.split("[\n,]", -1))
                .map(String::strip)
                .map(folder -> folder.replaceAll("^/+|/+$", ""))
                .filter(folder -> !folder.isEmpty())
                .toList());
    }

    /** Whether the job is in one of the folders, at any depth, or is itself named. */
    public boolean hold(String job) {
        return all.stream().anyMatch(folder -> job.equals(folder) || job.startsWith(folder + "/"));
    }
}
