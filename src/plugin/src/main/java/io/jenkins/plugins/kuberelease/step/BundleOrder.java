package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import io.jenkins.plugins.kuberelease.agent.Planned;
import io.jenkins.plugins.kuberelease.agent.ReadOnAgent;
import io.jenkins.plugins.kuberelease.run.Preparation;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A release of an existing bundle.
 *
 * @param release an earlier release of this build, whose release file is used; null for the one in the workspace
 * @param wish the bundle and its environments
 */
public record BundleOrder(SourceSettings source, @Nullable String release, BundleTarget wish, Answer answer)
        implements StepOrder {

    @Override
    public void prepare(PreparationContext preparationContext) throws IOException, InterruptedException {
        new Preparation(preparationContext.directory())
                .prepareBundle(
                        preparationContext.run(),
                        description(preparationContext),
                        (promotions, app) -> wish.plan(promotions, app, preparationContext.startedBy()));
    }

    private String description(PreparationContext preparationContext) throws IOException, InterruptedException {
        Optional<String> kept = release == null
                ? Optional.empty()
                : ReleaseHost.kept(preparationContext.run()).description(release);
        if (kept.isPresent()) {
            return kept.get();
        }
        try {
            ReleaseSpec spec = new ReleaseSpec(
                    preparationContext.source(source),
                    source.said(),
                    ReleaseSpec.Parts.ALL,
                    Optional.empty(),
                    List.of(),
                    preparationContext.startedBy());
            Planned read = preparationContext.place().open(Cancellation.NEVER).act(new ReadOnAgent(spec));
            if (read.isRefused()) {
                throw new AbortException(read.problems());
            }
            return read.description();
        } finally {
            preparationContext.place().leave();
        }
    }

    @Override
    public boolean worksWithoutSource() {
        return release != null || !source.mustBeThere();
    }

    @Override
    public Map<String, Object> answer(ReleaseState state, Map<String, String> addresses) {
        return answer.of(new ReleaseAnswer(state, addresses));
    }
}
