package io.kuberelease.cli.checkup;

import io.kuberelease.adapters.kubernetes.access.ClusterAccess;
import io.kuberelease.model.Target;

/** Checks that a cluster answers, is the pinned one, and knows us. */
public final class ClusterCheck implements Check {
    private final ClusterAccess access;
    private final Target target;

    public ClusterCheck(ClusterAccess access, Target target) {
        this.access = access;
        this.target = target;
    }

    @Override
    public String name() {
        return "cluster " + target.cluster();
    }

    @Override
    public Finding look() {
        String user = access.user(target);
        return Finding.good("answers" + (target.clusterId().isPresent() ? ", is the pinned one" : "")
                + ", and knows you as " + user);
    }
}
