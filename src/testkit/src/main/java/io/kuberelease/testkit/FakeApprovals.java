package io.kuberelease.testkit;

import io.kuberelease.model.Approval;
import io.kuberelease.model.Digest;
import io.kuberelease.plan.AwaitedApproval;
import io.kuberelease.port.Approvals;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Proofs of decisions that live in memory: what was proven or witnessed counts, and nothing else does. */
public final class FakeApprovals implements Approvals {
    private final Set<Digest> proven = ConcurrentHashMap.newKeySet();

    @Override
    public void prove(AwaitedApproval asked, Approval approval) {
        proven.add(asked.fingerprint(approval));
    }

    @Override
    public void witness(AwaitedApproval asked, Approval approval) {
        proven.add(asked.fingerprint(approval));
    }

    @Override
    public Optional<String> doubt(AwaitedApproval asked, Approval approval) {
        return proven.contains(asked.fingerprint(approval))
                ? Optional.empty()
                : Optional.of("nothing proves that it was " + approval.by());
    }

    /** Removes all proofs, as a cluster does after some time. */
    public void forget() {
        proven.clear();
    }
}
