package io.kuberelease.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the app is tested in its own image.
 *
 * @param command run in the image's working directory
 * @param reports a glob for JUnit XML files, relative to that directory
 * @param environment variables besides those of the datastores; never secret
 * @param needs as whom it runs and what it takes
 */
public record TestSpec(
        List<String> command, Optional<String> reports, Map<String, String> environment, ContainerNeeds needs) {
    public TestSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        // Journals that were written before there were needs have none.
        needs = Objects.requireNonNullElse(needs, ContainerNeeds.USUAL);
    }

    /** Tests with the usual needs. */
    public TestSpec(List<String> command, Optional<String> reports, Map<String, String> environment) {
        this(command, reports, environment, ContainerNeeds.USUAL);
    }
}
