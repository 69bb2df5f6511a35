package io.kuberelease.adapters.helm;

import io.kuberelease.adapters.process.ProcessIdentity;
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
 * @param writer Helm's process
 * @param until when Helm is killed at the latest
 */
record WriterMark(ReleaseId release, ProcessIdentity writer, Instant until) {
    /** Names what the revision was made of. */
    static final String CONTENT = "kuberelease.io/content";

    private static final String RELEASE = "kuberelease.io/release";
    private static final String WRITER = "kuberelease.io/writer";
    private static final String PROCESS = "kuberelease.io/process";
    private static final String UNTIL = "kuberelease.io/until";

    /** The chart's annotations with this mark among them. */
    Map<String, Object> in(Map<String, Object> annotations, String fingerprint) {
        Map<String, Object> marked = new TreeMap<>(annotations);
        marked.put(CONTENT, fingerprint);
        marked.put(RELEASE, release.value());
        marked.put(WRITER, host() + "/" + process());
        marked.put(PROCESS, writer.text());
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
                    ProcessIdentity.parse(annotations.getOrDefault(PROCESS, ""))
                            .orElseGet(() ->
                                    unseen(writer.substring(0, slash), Long.parseLong(writer.substring(slash + 1)))),
                    Instant.parse(annotations.getOrDefault(UNTIL, ""))));
        } catch (IllegalArgumentException | DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }

    /** Earlier versions left a machine's name and a number, which a process of another container may have as well. */
    private static ProcessIdentity unseen(String host, long process) {
        return new ProcessIdentity(host, "", "", process, "");
    }

    /** The machine that Helm ran on. */
    String host() {
        return writer.host();
    }

    /** Helm's process there. */
    long process() {
        return writer.process();
    }

    /** Whether the writer can't be at work any more, seen from a machine. */
    boolean isGone(String here, Instant now) {
        return now.isAfter(until) || writer.isGone(here);
    }
}
