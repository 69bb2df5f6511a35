package io.kuberelease.testkit;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.model.Approval;
import io.kuberelease.model.EnvironmentName;
import java.time.Instant;
import java.util.Optional;

/** What a person decides about the release that they see. */
final class Decisions {
    private Decisions() {}

    static Approval approval(ReleaseState seen, boolean granted) {
        Compared compared = seen.output("production", Compared.class).orElseThrow();
        return new Approval(
                granted,
                "tester",
                Instant.now(),
                Optional.empty(),
                seen.bundle().orElseThrow(),
                new EnvironmentName("production"),
                compared.diff().revision(),
                compared.diff().hash());
    }
}
