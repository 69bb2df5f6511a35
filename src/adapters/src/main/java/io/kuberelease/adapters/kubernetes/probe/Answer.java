package io.kuberelease.adapters.kubernetes.probe;

import io.kuberelease.model.Evidence;
import java.util.List;

/**
 * What came back when the app was asked.
 *
 * @param status the HTTP status; 0 when there was no answer
 * @param body its beginning, or why there was no answer
 */
record Answer(int status, String body) {
    private static final int LINES = 20;
    private static final int LONGEST = 300;
    private static final int OK = 200;
    private static final int REDIRECT = 300;

    static Answer none(String why) {
        return new Answer(0, why);
    }

    boolean good() {
        return status >= OK && status < REDIRECT;
    }

    /** Whether the cluster, not the app, refused us. */
    boolean refusedByCluster() {
        return status == 403 && body.contains("\"kind\":\"Status\"");
    }

    String words() {
        return status == 0 ? "no answer: " + capped(body.lines().findFirst().orElse("")) : "answered " + status;
    }

    Evidence evidence(String url) {
        List<String> lines = body.lines()
                .limit(LINES)
                .map(Answer::capped)
                .filter(line -> !line.isBlank())
                .toList();
        return new Evidence("answer of " + url, lines);
    }

    private static String capped(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
