package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import io.jenkins.plugins.kuberelease.agent.Planned;
import io.jenkins.plugins.kuberelease.agent.ReadOnAgent;
import io.jenkins.plugins.kuberelease.run.BuildReleases;
import io.jenkins.plugins.kuberelease.run.ExistingBundle;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A release of a bundle that exists.
 *
 * @param release an earlier release of this build, whose release file counts; null for the one in the workspace
 * @param wish which bundle is to go where
 */
public record BundleOrder(SourceSettings source, @Nullable String release, BundleWish wish, Answer answer)
        implements StepOrder {

    @Override
    public void prepare(Beginning beginning) throws IOException, InterruptedException {
        new ExistingBundle(beginning.run(), beginning.directory())
                .prepare(
                        description(beginning), (promotions, app) -> wish.plan(promotions, app, beginning.startedBy()));
    }

    private String description(Beginning beginning) throws IOException, InterruptedException {
        Optional<String> kept = release == null
                ? Optional.empty()
                : BuildReleases.of(beginning.run()).description(release);
        if (kept.isPresent()) {
            return kept.get();
        }
        try {
            ReleaseSpec spec = new ReleaseSpec(
                    beginning.source(source),
                    source.said(),
                    ReleaseSpec.Parts.ALL,
                    Optional.empty(),
                    List.of(),
                    beginning.startedBy());
            Planned read = beginning.place().open(Cancellation.NEVER).act(new ReadOnAgent(spec));
            if (read.isRefused()) {
                throw new AbortException(read.problems());
            }
            return read.description();
        } finally {
            beginning.place().leave();
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
