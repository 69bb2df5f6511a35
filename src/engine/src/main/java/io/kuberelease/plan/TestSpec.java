package io.kuberelease.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the app is tested in its own image.
 *
 * @param command run in the image's working directory
 * @param reports a glob for JUnit XML files, relative to that directory
 * @param environment variables besides those of the datastores; never secret
 */
public record TestSpec(List<String> command, Optional<String> reports, Map<String, String> environment) {
    public TestSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
