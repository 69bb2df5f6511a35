package io.kuberelease.adapters.builders;

import io.kuberelease.plan.ImageSpec;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the time out of images, so that the same source has the same digest. Times of files are left as they are:
 * Python's compiled modules are bound to them, and the cache knows files by content.
 */
final class Reproducible {
    private static final String EPOCH = "SOURCE_DATE_EPOCH";

    private Reproducible() {}

    /** The task's build arguments in order, with a fixed time of creation unless the user gives one. */
    static Map<String, String> arguments(ImageSpec image) {
        Map<String, String> arguments = new TreeMap<>(image.arguments());
        arguments.putIfAbsent(EPOCH, "0");
        return arguments;
    }
}
