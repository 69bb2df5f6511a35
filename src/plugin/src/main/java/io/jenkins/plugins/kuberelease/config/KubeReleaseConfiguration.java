package io.jenkins.plugins.kuberelease.config;

import hudson.Extension;
import hudson.ExtensionList;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** Clusters and registries for all of Jenkins, on the page Manage Jenkins » System. */
@Extension
@Symbol("kubeRelease")
public final class KubeReleaseConfiguration extends GlobalConfiguration {
    private List<ConfiguredCluster> clusters = new ArrayList<>();
    private List<ConfiguredRegistry> registries = new ArrayList<>();

    public KubeReleaseConfiguration() {
        load();
    }

    /** The only instance. */
    public static KubeReleaseConfiguration get() {
        return ExtensionList.lookupSingleton(KubeReleaseConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return "kube-release";
    }

    public List<ConfiguredCluster> getClusters() {
        return List.copyOf(clusters);
    }

    @DataBoundSetter
    public void setClusters(List<ConfiguredCluster> clusters) {
        this.clusters = new ArrayList<>(clusters);
        save();
    }

    public List<ConfiguredRegistry> getRegistries() {
        return List.copyOf(registries);
    }

    @DataBoundSetter
    public void setRegistries(List<ConfiguredRegistry> registries) {
        this.registries = new ArrayList<>(registries);
        save();
    }

    /** Clears the lists first: a form without entries sends no list, which means that all were removed. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        clusters = new ArrayList<>();
        registries = new ArrayList<>();
        request.bindJSON(this, form);
        save();
        return true;
    }
}
