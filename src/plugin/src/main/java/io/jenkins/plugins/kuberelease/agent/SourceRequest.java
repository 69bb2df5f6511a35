package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.model.ImageReference;
import io.kuberelease.plan.StageSelection;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to make of a workspace.
 *
 * @param source the release file
 * @param parts what of the release is carried out
 * @param version wins over the one found in the repository; null for that one
 * @param to the environments to release to; empty for all
 * @param startedBy the person or the cause that started the build
 */
public record SourceRequest(
        SourceFile source, Parts parts, @Nullable String version, List<String> to, String startedBy)
        implements Serializable {
    public SourceRequest {
        to = List.copyOf(to);
    }

    Optional<String> wantedVersion() {
        return Optional.ofNullable(version);
    }

    /**
     * What of a release is carried out.
     *
     * @param names of the parts; empty for all
     * @param alone whether what comes before them is left out
     * @param image an image that exists, {@code repository@sha256:…}, in the place of a build; null to build one
     */
    public record Parts(
            List<String> names, boolean alone, @Nullable String image) implements Serializable {
        public Parts {
            names = List.copyOf(names);
        }

        StageSelection selection() {
            StageSelection selection = alone ? StageSelection.only(names) : StageSelection.upTo(names);
            return image == null ? selection : selection.with(ImageReference.parse(image));
        }
    }
}
