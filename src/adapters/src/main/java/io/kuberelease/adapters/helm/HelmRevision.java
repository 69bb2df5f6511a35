package io.kuberelease.adapters.helm;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A revision of a Helm release, as Helm's own record has it.
 *
 * @param number counts from 1
 * @param status Helm's word: {@code deployed}, {@code superseded}, {@code failed}, {@code pending-upgrade}, …
 * @param description Helm's sentence about it
 * @param begun when Helm began with it
 * @param manifest everything that it consists of as YAML, hooks and the chart's own crds/ included
 * @param annotations those of the chart's description: there we leave who wrote the revision
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

    /** Helm is at work on it, or was when it was killed. */
    boolean pending() {
        return status.startsWith("pending-");
    }

    /** Who wrote it, when it was kube-release; a rollback by hand carries the mark of what it went back to. */
    Optional<WriterMark> writer() {
        return description.startsWith("Rollback") ? Optional.empty() : WriterMark.readFrom(annotations);
    }

    /** What the revision was made of; the same after a rollback to it. */
    Optional<String> fingerprint() {
        return Optional.ofNullable(annotations.get(WriterMark.CONTENT));
    }
}
