package io.kuberelease.request;

import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.SourceRevision;
import java.util.List;
import java.util.Optional;

/**
 * A request for a release, unchecked.
 *
 * @param file the release file; absent when there is none and the defaults must do
 * @param release the name of the release to be made
 * @param version what {@code --version} said
 * @param to the environments to stop at; empty: all
 * @param source the source's revision
 * @param startedBy who asks
 * @param notes remarks to show with the plan
 * @param preview the branch that gets a preview; absent: the release goes to environments
 */
public record ReleaseRequest(
        Optional<Node> file,
        ReleaseId release,
        Optional<String> version,
        List<String> to,
        SourceRevision source,
        String startedBy,
        List<String> notes,
        Optional<PreviewedBranch> preview) {
    public ReleaseRequest {
        to = List.copyOf(to);
        notes = List.copyOf(notes);
    }

    /**
     * A branch that is to get a preview.
     *
     * @param defaultBranch the repository's, as far as it is known
     * @param who who said the branch, for messages
     */
    public record PreviewedBranch(String name, Optional<String> defaultBranch, String who) {}

    /** A request for a release to environments. */
    public ReleaseRequest(
            Optional<Node> file,
            ReleaseId release,
            Optional<String> version,
            List<String> to,
            SourceRevision source,
            String startedBy,
            List<String> notes) {
        this(file, release, version, to, source, startedBy, notes, Optional.empty());
    }

    /** A request without notes. */
    public ReleaseRequest(
            Optional<Node> file,
            ReleaseId release,
            Optional<String> version,
            List<String> to,
            SourceRevision source,
            String startedBy) {
        this(file, release, version, to, source, startedBy, List.of());
    }
}
