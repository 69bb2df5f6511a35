package io.kuberelease.api;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Approval;
import io.kuberelease.view.TextSanitizer;
import java.time.Instant;
import java.util.Optional;

/**
 * A person's decision, with the revision and the diff that it is about.
 *
 * @param revision Helm's revision that they saw as the present one
 * @param diff the hash of the diff that they saw
 * @param binding whether it is about what would be deployed now: one about something else does not count
 */
public record DecisionData(
        String environment,
        boolean granted,
        String by,
        Instant at,
        Optional<String> comment,
        ArtifactData bundle,
        int revision,
        String diff,
        boolean binding) {

    static DecisionData of(Approval approval, ReleaseState release) {
        return new DecisionData(
                approval.environment().value(),
                approval.granted(),
                TextSanitizer.text(approval.by()),
                approval.at(),
                approval.comment().map(TextSanitizer::text),
                ArtifactData.of(approval.bundle()),
                approval.revision(),
                approval.diff().value(),
                isBinding(approval, release));
    }

    private static boolean isBinding(Approval approval, ReleaseState release) {
        return release.bundle()
                .flatMap(bundle -> release.output(approval.environment(), StageOutput.Compared.class)
                        .map(compared -> approval.isAbout(bundle, compared.diff())))
                .orElse(false);
    }
}
