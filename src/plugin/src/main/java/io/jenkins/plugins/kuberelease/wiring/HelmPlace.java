package io.jenkins.plugins.kuberelease.wiring;

import hudson.PluginWrapper;
import io.kuberelease.adapters.helm.HelmWorkerCommand;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.model.Jenkins;

/** Where the plugin carries the program that holds Helm: beside its class path, not in it. */
final class HelmPlace {
    private static final String LIBRARIES = "WEB-INF/helm-worker/lib";
    /** Set where the plugin runs from its classes instead of its archive. */
    private static final String OVERRIDE = "io.jenkins.plugins.kuberelease.helmWorker";

    private HelmPlace() {}

    static HelmWorkerCommand command() {
        Jenkins jenkins = Jenkins.get();
        Path unpacked = jenkins.getRootDir().toPath().resolve("caches/kube-release/helm-worker");
        return HelmWorkerCommand.of(libraries(jenkins), unpacked);
    }

    private static Path libraries(Jenkins jenkins) {
        String override = System.getProperty(OVERRIDE);
        if (override != null) {
            return Path.of(override);
        }
        PluginWrapper plugin = jenkins.getPluginManager().getPlugin("kube-release");
        try {
            Path home = plugin == null ? Path.of("") : Path.of(new URI(plugin.baseResourceURL.toString()));
            Path libraries = home.resolve(LIBRARIES);
            if (Files.isDirectory(libraries)) {
                return libraries;
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the plugin's directory has no path", e);
        }
        throw new IllegalStateException("the plugin's archive lacks " + LIBRARIES + "; install the plugin again");
    }
}
