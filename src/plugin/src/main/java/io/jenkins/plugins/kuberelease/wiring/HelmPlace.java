package io.jenkins.plugins.kuberelease.wiring;

import io.kuberelease.adapters.helm.HelmWorkerCommand;
import jenkins.model.Jenkins;

/** Where the controller takes out the program that holds Helm. */
final class HelmPlace {
    private HelmPlace() {}

    static HelmWorkerCommand command() {
        return HelmWorkerCommand.in(Jenkins.get().getRootDir().toPath().resolve("caches/kube-release/helm-worker"));
    }
}
