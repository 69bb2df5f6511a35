package io.kuberelease.adapters.kubernetes.diagnosis;

import org.jspecify.annotations.Nullable;

/** Turns a message of the cluster into one line of at most 400 characters; null becomes empty. */
public final class OneLine {
    private static final int LONGEST = 400;

    private OneLine() {}

    public static String of(@Nullable String message) {
        if (message == null) {
            return "";
        }
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
