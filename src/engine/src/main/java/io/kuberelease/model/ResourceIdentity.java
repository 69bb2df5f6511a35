package io.kuberelease.model;

/** Names a Kubernetes resource within the cluster. */
public record ResourceIdentity(String apiVersion, String kind, Namespace namespace, String name) {

    /** Whether the cluster completes the name: the manifest has {@code generateName}, which mostly ends with a dash. */
    public boolean isNamedByCluster() {
        return name.endsWith("-");
    }

    /** As people write it: {@code deployment/polls}. */
    public String display() {
        return kind.toLowerCase(java.util.Locale.ROOT) + "/" + name;
    }
}
