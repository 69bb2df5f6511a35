package io.kuberelease.adapters.helm;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A revision of a Helm release, as read from Helm's own record.
 *
 * @param number counts from 1
 * @param status Helm's status: {@code deployed}, {@code superseded}, {@code failed}, {@code pending-upgrade}, …
 * @param description Helm's description of it
 * @param begun when Helm began with it; the epoch if that is unknown
 * @param manifest all its manifests as YAML, including hooks and the chart's own crds/
 * @param annotations the annotations in Chart.yaml, among them our {@link WriterMark}
 */
record HelmRevision(
        int number,
        String status,
        String description,
        Instant begun,
        String manifest,
        Map<String, String> annotations) {
    HelmRevision {
        annotations = Map.copyOf(annotations);
    }

    boolean deployed() {
        return status.equals("deployed");
    }

    /** Whether Helm is at work on it, or was when it was killed. */
    boolean pending() {
        return status.startsWith("pending-");
    }

    /**
     * The mark of the writer, if it was kube-release. Absent for a rollback by hand, which carries the mark of the
     * revision that it restored.
     */
    Optional<WriterMark> writer() {
        return description.startsWith("Rollback") ? Optional.empty() : WriterMark.readFrom(annotations);
    }

    /** The fingerprint of its content, which a rollback to it has too; absent if kube-release did not make it. */
    Optional<String> fingerprint() {
        return Optional.ofNullable(annotations.get(WriterMark.CONTENT));
    }
}
