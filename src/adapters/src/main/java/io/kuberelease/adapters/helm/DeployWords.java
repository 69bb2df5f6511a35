package io.kuberelease.adapters.helm;

import io.kuberelease.port.Deployer.DeployRequest;

/** How a deployment is spoken of in messages. */
record DeployWords(DeployRequest request) {

    /** For example {@code polls 1.4.0 to staging}. */
    String what() {
        return request.bundle().app() + " " + request.bundle().version() + " to "
                + request.environment().name();
    }

    /** For example {@code namespace polls of cluster staging}. */
    String place() {
        return "namespace " + request.environment().target().namespace() + " of cluster "
                + request.environment().target().cluster();
    }
}
