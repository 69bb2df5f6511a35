package io.kuberelease.adapters.kubernetes.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Removes ids and ports from messages that differ at each try but mean nothing, so that equal messages can be merged.
 */
public final class PassingIds {
    // Ids of a container or an exec in it, but not the digest of an image.
    private static final Pattern ID = Pattern.compile("(?<![:0-9A-Za-z])[0-9a-f]{32,64}(?![0-9A-Za-z])");
    // The local port of a connection.
    private static final Pattern PORT = Pattern.compile("(?<=\\d|\\]):\\d{4,5}(?=->)");

    private PassingIds() {}

    /** The message without such ids and ports. */
    static String without(String message) {
        return PORT.matcher(ID.matcher(message).replaceAll("…")).replaceAll("");
    }

    /** The lines in order of first occurrence, equal ones merged with a count. */
    public static List<String> folded(List<String> lines) {
        Map<String, Integer> times = new LinkedHashMap<>();
        lines.forEach(line -> times.merge(without(line), 1, Integer::sum));
        List<String> folded = new ArrayList<>();
        times.forEach((line, count) -> folded.add(count == 1 ? line : line + " (" + count + " times)"));
        return folded;
    }
}
