package io.jenkins.plugins.kuberelease.config;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import hudson.Extension;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Clusters and registries for the jobs of one folder; they take precedence over those of Jenkins. */
public final class FolderSettings extends AbstractFolderProperty<AbstractFolder<?>> {
    private List<ConfiguredCluster> clusters = new ArrayList<>();
    private List<ConfiguredRegistry> registries = new ArrayList<>();

    @DataBoundConstructor
    public FolderSettings() {}

    public List<ConfiguredCluster> getClusters() {
        return List.copyOf(clusters);
    }

    @DataBoundSetter
    public void setClusters(List<ConfiguredCluster> clusters) {
        this.clusters = new ArrayList<>(clusters);
    }

    public List<ConfiguredRegistry> getRegistries() {
        return List.copyOf(registries);
    }

    @DataBoundSetter
    public void setRegistries(List<ConfiguredRegistry> registries) {
        this.registries = new ArrayList<>(registries);
    }

    @Extension
    @Symbol("kubeRelease")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {

        @Override
        public String getDisplayName() {
            return "kube-release";
        }
    }
}
