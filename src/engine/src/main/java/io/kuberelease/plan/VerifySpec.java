package io.kuberelease.plan;

import java.util.List;
import java.util.Optional;

/**
 * How a deployment is checked once it is ready.
 *
 * @param http a path that must answer 200 through the app's Service
 * @param service the Service's name; absent: the app's
 * @param command run in the app's image in the environment, with {@code TARGET_URL} set; empty: none
 */
public record VerifySpec(Optional<String> http, Optional<String> service, List<String> command) {
    public VerifySpec {
        command = List.copyOf(command);
    }
}
