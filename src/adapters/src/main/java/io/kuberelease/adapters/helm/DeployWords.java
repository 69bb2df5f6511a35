package io.kuberelease.adapters.helm;

import io.kuberelease.port.Deployer.DeployRequest;

/** Names a deployment and its place in messages. */
record DeployWords(DeployRequest request) {

    /** What is deployed, for example {@code polls 1.4.0 to staging}. */
    String what() {
        return request.bundle().app() + " " + request.bundle().version() + " to "
                + request.environment().name();
    }

    /** Where it is deployed, for example {@code namespace polls of cluster staging}. */
    String place() {
        return "namespace " + request.environment().target().namespace() + " of cluster "
                + request.environment().target().cluster();
    }
}
