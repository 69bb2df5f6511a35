package io.jenkins.plugins.kuberelease.config;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.kuberelease.app.access.RegistryEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * The clusters and registries configured in one place.
 *
 * @param jenkins whether this is Jenkins' own configuration, made by an administrator, rather than a folder's
 */
public record Settings(List<ConfiguredCluster> clusters, List<ConfiguredRegistry> registries, boolean jenkins) {

    public Settings {
        clusters = List.copyOf(clusters);
        registries = List.copyOf(registries);
    }

    /** The registries, as {@link RegistryEntry} has them. */
    public List<RegistryEntry> registryEntries() {
        return registries.stream().map(ConfiguredRegistry::entry).toList();
    }

    /** All settings that apply to what is in a folder: the nearest folder first, Jenkins' own last. */
    public static List<Settings> of(ItemGroup<?> place) {
        List<Settings> found = new ArrayList<>();
        for (ItemGroup<?> group = place; group instanceof Item folder; group = folder.getParent()) {
            FolderSettings settings = folder instanceof AbstractFolder<?> known
                    ? known.getProperties().get(FolderSettings.class)
                    : null;
            if (settings != null) {
                found.add(new Settings(settings.getClusters(), settings.getRegistries(), false));
            }
        }
        KubeReleaseConfiguration own = KubeReleaseConfiguration.get();
        found.add(new Settings(own.getClusters(), own.getRegistries(), true));
        return found;
    }
}
