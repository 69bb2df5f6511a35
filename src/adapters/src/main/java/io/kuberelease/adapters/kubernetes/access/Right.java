package io.kuberelease.adapters.kubernetes.access;

import java.util.List;

/**
 * Something that a release does in a namespace.
 *
 * @param verb as the API server names it, for example {@code create}
 * @param group the resource's API group; empty for the core group
 * @param resource in the plural, with its subresource after a slash, for example {@code pods/log}
 */
public record Right(String verb, String group, String resource) {

    /**
     * What every deployment takes: Helm's records, the lock, our records and journals, and the tracker's watches. What else the
     * chart creates is for the chart to know; Deployments and Services stand for it.
     */
    public static final List<Right> TO_DEPLOY = List.of(
            new Right("create", "", "secrets"),
            new Right("update", "", "secrets"),
            new Right("create", "coordination.k8s.io", "leases"),
            new Right("update", "coordination.k8s.io", "leases"),
            new Right("delete", "coordination.k8s.io", "leases"),
            new Right("create", "", "configmaps"),
            new Right("update", "", "configmaps"),
            new Right("list", "", "configmaps"),
            new Right("watch", "", "configmaps"),
            new Right("create", "", "services"),
            new Right("create", "apps", "deployments"),
            new Right("patch", "apps", "deployments"),
            new Right("watch", "", "pods"),
            new Right("get", "", "pods/log"),
            new Right("watch", "", "events"));

    /** What asking the app by HTTP takes. */
    public static final List<Right> TO_ASK = List.of(new Right("get", "", "services/proxy"));

    /** What making sure of others' approvals takes. */
    public static final List<Right> TO_CHECK_APPROVALS =
            List.of(new Right("get", "certificates.k8s.io", "certificatesigningrequests"));

    /** What datastores and tests take, and a command that verifies. */
    public static final List<Right> TO_TEST = List.of(
            new Right("create", "batch", "jobs"),
            new Right("delete", "batch", "jobs"),
            new Right("create", "", "secrets"),
            new Right("watch", "", "pods"),
            new Right("get", "", "pods/log"));

    /** In words, for example {@code create leases.coordination.k8s.io}. */
    public String words() {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }

    String plainResource() {
        return resource.split("/", 2)[0];
    }

    String subresource() {
        return resource.contains("/") ? resource.split("/", 2)[1] : "";
    }
}
