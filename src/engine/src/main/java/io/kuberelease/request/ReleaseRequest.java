package io.kuberelease.request;

import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.SourceRevision;
import java.util.List;
import java.util.Optional;

/**
 * What somebody asked for, unchecked.
 *
 * @param file the release file; absent when there is none and the defaults must do
 * @param release the name of the release to be made
 * @param version what {@code --version} said
 * @param to the environments to stop at; empty: all
 * @param source the source's revision
 * @param startedBy who asks
 */
public record ReleaseRequest(
        Optional<Node> file,
        ReleaseId release,
        Optional<String> version,
        List<String> to,
        SourceRevision source,
        String startedBy) {
    public ReleaseRequest {
        to = List.copyOf(to);
    }
}
