package io.kuberelease.port;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ClusterSpec;
import java.util.Optional;

/**
 * Makes clusters that are not there yet. What it is about to do is written down before: a process that was killed at
 * any point is followed by one that finds the same cluster, and never makes a second one.
 */
public interface ClusterMaker {

    /**
     * Returns once the cluster answers, made by an earlier call or by this one; from then on it lives for at least its
     * lifetime. Blocks.
     *
     * @throws ReleaseException.Failed when its commands fail, hang, or make none that answers
     * @throws ReleaseException.Errored when one that was made does not answer any more
     * @throws ReleaseException.Aborted when told to stop
     */
    void make(ClusterSpec cluster, StageControl control);

    /** What is wrong with a cluster that was made; empty when it answers, or nothing is known of it. Blocks. */
    default Optional<Cause> trouble(PopUpName name) {
        return Optional.empty();
    }

    /** For a host that runs no commands of a release file. */
    static ClusterMaker refusing(String host) {
        return (cluster, control) -> {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "cluster " + cluster.name().name() + " is made by commands of the release file, and " + host
                                    + " runs none")
                    .suggesting("release there with the terminal program, or name a cluster that is there"));
        };
    }
}
