package io.kuberelease.app.access;

/**
 * Something that a build asks its host for access to.
 *
 * @param name of the cluster; of the repository; what a tool does on the host, in words
 */
public record Reach(Kind kind, String name) {
    /** The kinds of access. */
    public enum Kind {
        CLUSTER,
        REGISTRY,
        TOOL
    }

    /** What it is, for messages. */
    public String words() {
        return switch (kind) {
            case CLUSTER -> "cluster " + name;
            case REGISTRY -> "registry " + name.split("/", 2)[0];
            case TOOL -> name;
        };
    }
}
