package io.kuberelease.port;

import io.kuberelease.model.Approval;
import io.kuberelease.plan.AwaitedApproval;
import java.util.Optional;

/**
 * Proves and checks who has made a decision that stands in a journal: many may write there, under any name. Methods
 * block.
 */
public interface Approvals {

    /**
     * Leaves a proof in the environment's cluster that the decision is by whom it names, who must be us. Leaving it again
     * is harmless.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when the cluster does not let us
     * @throws io.kuberelease.model.ReleaseException.Errored when it does not answer
     */
    void prove(AwaitedApproval asked, Approval approval);

    /**
     * Remembers, for as long as the release lives on this machine, that the person told this program of the decision.
     * The caller has made sure who they are and that they may decide.
     */
    void witness(AwaitedApproval asked, Approval approval);

    /**
     * Why the decision does not count; empty when it does: it was witnessed here, or proven by one of those who may
     * decide.
     *
     * @throws io.kuberelease.model.ReleaseException.Errored when the cluster does not answer
     */
    Optional<String> doubt(AwaitedApproval asked, Approval approval);
}
