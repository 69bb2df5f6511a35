package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.jenkins.plugins.kuberelease.config.ConfiguredRegistry;
import io.jenkins.plugins.kuberelease.config.FolderSettings;
import io.jenkins.plugins.kuberelease.config.KubeReleaseConfiguration;
import io.kuberelease.app.access.Access;
import java.util.List;
import java.util.UUID;
import org.jvnet.hudson.test.JenkinsRule;

/** Folders, builds and settings of a Jenkins under test; names are new ones each time. */
final class Site {
    private final JenkinsRule jenkins;

    Site(JenkinsRule jenkins) {
        this.jenkins = jenkins;
    }

    Folder folder() throws Exception {
        return jenkins.createProject(Folder.class, "folder-" + name());
    }

    /** A build of a job at the top. */
    Run<?, ?> build() throws Exception {
        return jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject(name()));
    }

    Run<?, ?> buildIn(Folder folder) throws Exception {
        return jenkins.buildAndAssertSuccess(folder.createProject(FreeStyleProject.class, name()));
    }

    static void clusters(ConfiguredCluster... clusters) {
        KubeReleaseConfiguration.get().setClusters(List.of(clusters));
    }

    static void registries(ConfiguredRegistry... registries) {
        KubeReleaseConfiguration.get().setRegistries(List.of(registries));
    }

    static void clusters(Folder folder, ConfiguredCluster... clusters) throws Exception {
        FolderSettings settings = new FolderSettings();
        settings.setClusters(List.of(clusters));
        folder.addProperty(settings);
    }

    static ConfiguredCluster cluster(String name, String address, String credential) {
        ConfiguredCluster cluster = new ConfiguredCluster(name);
        cluster.setAddress(address);
        cluster.setCredentialsId(credential);
        return cluster;
    }

    static ConfiguredRegistry registry(String prefix, String credential) {
        ConfiguredRegistry registry = new ConfiguredRegistry(prefix);
        registry.setCredentialsId(credential);
        return registry;
    }

    /** What the cluster of this name says it is, to a build. */
    static String reach(Run<?, ?> build, String cluster) {
        try (Access access = new JenkinsAccess().of(build)) {
            return access.clusters().clusterId(cluster);
        }
    }

    private static String name() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
