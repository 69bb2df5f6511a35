package io.kuberelease.plan;

import io.kuberelease.model.ImageName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a deployment is checked once it is ready.
 *
 * @param http a path that must answer 200 through the app's Service
 * @param service the Service's name; absent: the app's
 * @param command run in the app's image in the environment, with {@code TARGET_URL} set; empty: none
 * @param needs as whom the command runs and what it takes
 * @param image which of several images the command runs in
 */
public record VerifySpec(
        Optional<String> http,
        Optional<String> service,
        List<String> command,
        ContainerNeeds needs,
        Optional<ImageName> image) {
    public VerifySpec {
        command = List.copyOf(command);
        // Journals that were written before there were needs have none.
        needs = Objects.requireNonNullElse(needs, ContainerNeeds.USUAL);
    }

    /** Checks with the usual needs, of an app with one image. */
    public VerifySpec(Optional<String> http, Optional<String> service, List<String> command) {
        this(http, service, command, ContainerNeeds.USUAL, Optional.empty());
    }
}
