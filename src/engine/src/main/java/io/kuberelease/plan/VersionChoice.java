package io.kuberelease.plan;

import io.kuberelease.model.SemVer;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.Version;
import io.kuberelease.request.Place;
import io.kuberelease.request.ReleaseRequest;
import java.util.Optional;

/** Decides which version is released: the one asked for, else the tag of an unmodified commit, else one of its id. */
final class VersionChoice {
    private final Problems problems;

    VersionChoice(Problems problems) {
        this.problems = problems;
    }

    Version of(ReleaseRequest request) {
        return request.version().map(this::asked).orElseGet(() -> tagged(request.source())
                .orElseGet(() -> derived(request.source())));
    }

    private Version asked(String written) {
        if (SemVer.parse(written).isEmpty()) {
            problems.add(
                    new Place("command line", 0, 0),
                    "version",
                    Optional.of(written),
                    "is not a version",
                    "use " + SemVer.RULE + "; without a leading v");
            return new Version("0.0.0");
        }
        return new Version(written);
    }

    private static Optional<Version> tagged(SourceRevision source) {
        if (source.modified()) {
            return Optional.empty();
        }
        try {
            return source.tag().map(tag -> new Version(tag.startsWith("v") ? tag.substring(1) : tag));
        } catch (IllegalArgumentException noVersion) {
            return Optional.empty();
        }
    }

    // The g keeps a commit of digits alone, which may begin with 0, from being read as a number.
    private static Version derived(SourceRevision source) {
        String commit = source.shortCommit().replaceAll("[^0-9A-Za-z-]", "-");
        return new Version("0.0.0-g" + commit + (source.modified() ? ".modified" : ""));
    }
}
