package io.kuberelease.adapters.kubernetes.support;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The labels and annotations of what we write into a cluster, with one prefix. */
public final class Labels {
    public static final String APP = "kube-release.io/app";
    public static final String RELEASE = "kube-release.io/release";
    /** Which part of a release a Job belongs to. */
    public static final String PART = "kube-release.io/part";

    public static final String JOB = "kube-release.io/job";
    public static final String KIND = "kube-release.io/kind";
    /** How a journal stands. */
    public static final String JOURNAL = "kube-release.io/journal";

    private static final String PREFIX = "kube-release.io/";
    private static final String PREFIX_BEFORE = "kube-release/";
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    private Labels() {}

    /** The same, and that it is ours, for those who look with kubectl. */
    public static Map<String, String> ours(Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(MANAGED_BY, "kube-release");
        return Map.copyOf(all);
    }

    /**
     * The same under the names of the versions before too, which may be at work on another machine for the same app.
     * What they wrote and what we write is found by {@link #before}, until none of them is left.
     */
    public static Map<String, String> asBeforeToo(Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        labels.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                all.put(before(name), value);
            }
        });
        return Map.copyOf(all);
    }

    /** The name that the versions before knew it by. */
    public static String before(String name) {
        return name.replace(PREFIX, PREFIX_BEFORE);
    }

    /** What an object has under the name before, which all versions write as yet, or under the one of today. */
    public static Optional<String> find(Map<String, String> labels, String name) {
        return Optional.ofNullable(labels.get(before(name))).or(() -> Optional.ofNullable(labels.get(name)));
    }
}
