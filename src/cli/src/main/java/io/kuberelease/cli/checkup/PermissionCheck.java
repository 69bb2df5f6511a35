package io.kuberelease.cli.checkup;

import io.kuberelease.adapters.kubernetes.access.ClusterAccess;
import io.kuberelease.adapters.kubernetes.access.Right;
import io.kuberelease.model.Target;
import java.util.List;
import java.util.stream.Collectors;

/** Checks that we have the rights in a namespace that a release needs. */
public final class PermissionCheck implements Check {
    private final ClusterAccess access;
    private final Purpose purpose;

    /**
     * The work to be done in a namespace.
     *
     * @param name its name for people, for example {@code staging} or {@code tests}
     * @param createsNamespace whether a release would create the namespace
     */
    public record Purpose(String name, Target target, List<Right> rights, boolean createsNamespace) {
        public Purpose {
            rights = List.copyOf(rights);
        }
    }

    public PermissionCheck(ClusterAccess access, Purpose purpose) {
        this.access = access;
        this.purpose = purpose;
    }

    @Override
    public String name() {
        return purpose.name();
    }

    @Override
    public Finding look() {
        Target target = purpose.target();
        String where = "namespace " + target.namespace() + " of cluster " + target.cluster();
        if (!purpose.createsNamespace() && access.namespaceMissing(target)) {
            return Finding.lacking(
                    where + " is not there",
                    "create it: kubectl --context " + target.cluster() + " create namespace " + target.namespace());
        }
        List<Right> lacking = access.lacking(target, purpose.rights());
        if (lacking.isEmpty()) {
            return Finding.good("you may do in " + where + " what it takes");
        }
        String words = lacking.stream().map(Right::words).collect(Collectors.joining(", "));
        return Finding.lacking(
                "in " + where + " you may not: " + words,
                "ask its administrators for these rights, for example the ClusterRole edit in this namespace");
    }
}
