package io.kuberelease.testkit;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput.BundleWritten;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.model.Approval;
import io.kuberelease.model.EnvironmentName;
import java.time.Instant;
import java.util.Optional;

/** What a person decides about what a release shows them. */
final class Approvals {
    private Approvals() {}

    static Approval of(ReleaseState state, String environment, boolean granted) {
        Compared compared =
                state.output(new EnvironmentName(environment), Compared.class).orElseThrow();
        return new Approval(
                granted,
                "tester",
                Instant.now(),
                Optional.empty(),
                state.output(BundleWritten.class).orElseThrow().bundle(),
                new EnvironmentName(environment),
                compared.diff().revision(),
                compared.diff().hash());
    }
}
