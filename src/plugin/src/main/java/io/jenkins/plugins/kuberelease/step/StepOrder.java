package io.jenkins.plugins.kuberelease.step;

import io.kuberelease.journal.ReleaseState;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;

/** The request of a step: how its release begins, and what the step returns. Stored with the build. */
public interface StepOrder extends Serializable {

    /** The settings for the source and the release file. */
    SourceSettings source();

    /**
     * Prepares the release's directory. Not called again once that has succeeded. Blocks.
     *
     * @throws hudson.AbortException with everything that is wrong with the request
     * @throws io.kuberelease.model.ReleaseException when it can't be done as things stand
     */
    void prepare(PreparationContext preparationContext) throws IOException, InterruptedException;

    /** Whether the release can begin without a source: outside {@code node} none is fetched if the job names none. */
    boolean worksWithoutSource();

    /** The value that the step returns after success: plain maps, lists, texts and numbers. */
    Map<String, Object> answer(ReleaseState state, Map<String, String> addresses);
}
