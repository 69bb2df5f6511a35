package io.jenkins.plugins.kuberelease.step;

import io.jenkins.plugins.kuberelease.run.Preparation;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.journal.ReleaseState;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A release from source, or parts of one.
 *
 * @param version overrides the one found in the repository; null to use that
 * @param to the last environments, separated by commas; empty for all
 * @param parts the parts to carry out, separated by commas; empty for all
 * @param alone whether the parts before those are left out
 * @param image an existing image to use instead of building one; null to build
 */
public record PartsOrder(
        SourceSettings source,
        @Nullable String version,
        String to,
        String parts,
        boolean alone,
        @Nullable String image,
        Answer answer)
        implements StepOrder {

    @Override
    public void prepare(PreparationContext preparationContext) throws IOException, InterruptedException {
        String taken = image == null ? null : Preparation.image(preparationContext.run(), source.step(), image);
        ReleaseSpec spec = new ReleaseSpec(
                preparationContext.source(source),
                source.said(),
                new ReleaseSpec.Parts(StepTexts.divided(parts), alone, Optional.ofNullable(taken)),
                Optional.ofNullable(version),
                StepTexts.divided(to),
                preparationContext.startedBy());
        new Preparation(preparationContext.directory()).prepare(preparationContext.place(), spec);
    }

    /** A source is needed to build an image and to package a chart, but not for other work with an existing image. */
    @Override
    public boolean worksWithoutSource() {
        return image != null
                && !source.mustBeThere()
                && !StepTexts.divided(parts).contains("chart");
    }

    @Override
    public Map<String, Object> answer(ReleaseState state, Map<String, String> addresses) {
        return answer.of(new ReleaseAnswer(state, addresses));
    }
}
