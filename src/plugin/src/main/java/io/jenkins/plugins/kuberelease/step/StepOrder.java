package io.jenkins.plugins.kuberelease.step;

import io.kuberelease.journal.ReleaseState;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;

/** What a step of a Jenkinsfile asks for: how its release begins, and what it gives back. Kept with the build. */
public interface StepOrder extends Serializable {

    /** Where the release file is, and what the step says beside it. */
    SourceSettings source();

    /**
     * Puts what the release begins with into its directory; not asked when that was done before. Blocks.
     *
     * @throws hudson.AbortException with everything that is wrong with what was asked for
     * @throws io.kuberelease.model.ReleaseException when it can't be done as things stand
     */
    void prepare(PreparationContext preparationContext) throws IOException, InterruptedException;

    /** Whether it can do without a source: outside {@code node} none is fetched when the job names none. */
    boolean worksWithoutSource();

    /** What the Jenkinsfile is given when the release has succeeded: plain maps, lists, texts and numbers. */
    Map<String, Object> answer(ReleaseState state, Map<String, String> addresses);
}
