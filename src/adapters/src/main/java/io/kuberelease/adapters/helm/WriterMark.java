package io.kuberelease.adapters.helm;

import io.kuberelease.model.ReleaseId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who wrote a revision. It stands in the annotations of the chart that Helm is given, so that it is in Helm's record
 * from the moment in which Helm makes it: a revision that was left pending tells who left it.
 *
 * @param release for which release
 * @param host the machine that Helm ran on
 * @param process Helm's process there
 * @param until when Helm is killed at the latest
 */
record WriterMark(ReleaseId release, String host, long process, Instant until) {
    /** Names what the revision was made of. */
    static final String CONTENT = "kuberelease.io/content";

    private static final String RELEASE = "kuberelease.io/release";
    private static final String WRITER = "kuberelease.io/writer";
    private static final String UNTIL = "kuberelease.io/until";

    /** The chart's annotations with this mark among them. */
    Map<String, Object> in(Map<String, Object> annotations, String fingerprint) {
        Map<String, Object> marked = new TreeMap<>(annotations);
        marked.put(CONTENT, fingerprint);
        marked.put(RELEASE, release.value());
        marked.put(WRITER, host + "/" + process);
        marked.put(UNTIL, until.toString());
        return marked;
    }

    /** The mark that a chart carries, if it does. */
    static Optional<WriterMark> readFrom(Map<String, String> annotations) {
        String writer = annotations.getOrDefault(WRITER, "");
        int slash = writer.lastIndexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new WriterMark(
                    new ReleaseId(annotations.getOrDefault(RELEASE, "")),
                    writer.substring(0, slash),
                    Long.parseLong(writer.substring(slash + 1)),
                    Instant.parse(annotations.getOrDefault(UNTIL, ""))));
        } catch (IllegalArgumentException | DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }

    /** Whether the writer can't be at work any more, seen from a machine. */
    boolean isGone(String here, Instant now) {
        boolean over = now.isAfter(until);
        return over || (host.equals(here) && ProcessHandle.of(process).isEmpty());
    }
}
