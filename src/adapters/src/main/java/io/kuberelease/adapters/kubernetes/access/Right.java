package io.kuberelease.adapters.kubernetes.access;

import java.util.List;

/**
 * A permission that a release needs in a namespace.
 *
 * @param verb as the API server names it, for example {@code create}
 * @param group the resource's API group; empty for the core group
 * @param resource in the plural, with its subresource after a slash, for example {@code pods/log}
 */
public record Right(String verb, String group, String resource) {

    /**
     * For every deployment: Helm's records, the lock, our records and journals, and the tracker's watches. A chart may
     * create other kinds too; Deployments and Services stand for them.
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

    /** For verifying the app by HTTP. */
    public static final List<Right> TO_ASK = List.of(new Right("get", "", "services/proxy"));

    /** For verifying others' approvals. */
    public static final List<Right> TO_CHECK_APPROVALS =
            List.of(new Right("get", "certificates.k8s.io", "certificatesigningrequests"));

    /** For datastores, tests and commands that verify an environment. */
    public static final List<Right> TO_TEST = List.of(
            new Right("create", "batch", "jobs"),
            new Right("delete", "batch", "jobs"),
            new Right("create", "", "secrets"),
            new Right("watch", "", "pods"),
            new Right("get", "", "pods/log"));

    /** The right as kubectl would write it, for example {@code create leases.coordination.k8s.io}. */
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
