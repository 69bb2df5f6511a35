package io.kuberelease.adapters.helm;

import io.kuberelease.adapters.process.ProcessIdentity;
import io.kuberelease.model.ReleaseId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Names the writer of a revision. It is in the annotations of the chart that Helm gets, and so in Helm's record from
 * the first moment: a revision that was left pending shows who left it.
 *
 * @param release the release for which it was written
 * @param writer Helm's process
 * @param until the deadline, at which Helm is killed at the latest
 */
record WriterMark(ReleaseId release, ProcessIdentity writer, Instant until) {
    /** The annotation with the fingerprint of the revision's content. */
    static final String CONTENT = "kuberelease.io/content";

    private static final String RELEASE = "kuberelease.io/release";
    private static final String WRITER = "kuberelease.io/writer";
    private static final String PROCESS = "kuberelease.io/process";
    private static final String UNTIL = "kuberelease.io/until";

    /** A copy of the chart's annotations with this mark and the fingerprint added. */
    Map<String, Object> in(Map<String, Object> annotations, String fingerprint) {
        Map<String, Object> marked = new TreeMap<>(annotations);
        marked.put(CONTENT, fingerprint);
        marked.put(RELEASE, release.value());
        marked.put(WRITER, host() + "/" + process());
        marked.put(PROCESS, writer.text());
        marked.put(UNTIL, until.toString());
        return marked;
    }

    /** The mark in a chart's annotations; absent when there is none or it can't be read. */
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

    /**
     * The process in a mark of an earlier version, which has only host and number: another container's process may have
     * the same.
     */
    private static ProcessIdentity unseen(String host, long process) {
        return new ProcessIdentity(host, "", "", process, "");
    }

    /** The name of the machine that Helm ran on. */
    String host() {
        return writer.host();
    }

    /** The id of Helm's process on that machine. */
    long process() {
        return writer.process();
    }

    /** Whether the writer certainly is not at work any more, as far as the machine {@code here} can tell. */
    boolean isGone(String here, Instant now) {
        return now.isAfter(until) || writer.isGone(here);
    }
}
