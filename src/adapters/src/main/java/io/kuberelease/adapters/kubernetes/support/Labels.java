package io.kuberelease.adapters.kubernetes.support;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The labels and annotations of the objects that we write into a cluster. All have the same prefix. */
public final class Labels {
    public static final String APP = "kube-release.io/app";
    public static final String RELEASE = "kube-release.io/release";
    /** The part of a release that a Job belongs to: datastores, test, check or prefetch. */
    public static final String PART = "kube-release.io/part";

    /** On the namespace of a preview: what its branch is called in names. */
    public static final String PREVIEW = "kube-release.io/preview";

    public static final String JOB = "kube-release.io/job";
    public static final String KIND = "kube-release.io/kind";
    /** The state of a journal: open, moved or over. */
    public static final String JOURNAL = "kube-release.io/journal";

    private static final String PREFIX = "kube-release.io/";
    private static final String PREFIX_BEFORE = "kube-release/";
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    private Labels() {}

    /** A copy with the label that names kube-release as the manager, for people with kubectl. */
    public static Map<String, String> ours(Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(MANAGED_BY, "kube-release");
        return Map.copyOf(all);
    }

    /**
     * A copy in which each of our names stands with the old prefix too, for earlier versions, which may run on another
     * machine for the same app. Search by {@link #before}, which finds the objects of all versions.
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

    /** The name with the prefix that earlier versions used. */
    public static String before(String name) {
        return name.replace(PREFIX, PREFIX_BEFORE);
    }

    /** The value under the old name, which all versions still write, else under the present one. */
    public static Optional<String> find(Map<String, String> labels, String name) {
        return Optional.ofNullable(labels.get(before(name))).or(() -> Optional.ofNullable(labels.get(name)));
    }
}
