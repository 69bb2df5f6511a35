package io.kuberelease.app.hosting;

import java.util.Collection;
import java.util.List;

/** Changes a collection of the full names of jobs, {@code folder/job}, as their host moves and deletes them. */
public final class ReleasingJobs {
    private ReleasingJobs() {}

    /** Whether a job is in the folder, or below. */
    public static boolean isAnyBelow(Collection<String> jobs, String folder) {
        return jobs.stream().anyMatch(name -> name.startsWith(folder + "/"));
    }

    /** A job or a folder has another name now; returns whether that changed any. */
    public static boolean renamed(Collection<String> jobs, String from, String to) {
        List<String> moved = jobs.stream().filter(name -> isIn(name, from)).toList();
        moved.forEach(jobs::remove);
        moved.forEach(name -> jobs.add(to + name.substring(from.length())));
        return !moved.isEmpty();
    }

    /** A job or a folder is gone; returns whether that removed any. */
    public static boolean deleted(Collection<String> jobs, String name) {
        return jobs.removeIf(each -> isIn(each, name));
    }

    private static boolean isIn(String name, String place) {
        return name.equals(place) || name.startsWith(place + "/");
    }
}
