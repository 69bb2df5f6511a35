package io.kuberelease.journal;

import io.kuberelease.model.Cause;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.TestSummary;

/**
 * Rewrites the parts of an outcome that came from outside, for example to mask secrets in them. {@link
 * StageOutcome#rewritten} and {@link StageOutput#rewritten} know where these parts are, so that none is forgotten.
 */
public interface Rewriting {
    /** Words of a program, a server or a person. */
    String text(String words);

    Cause cause(Cause cause);

    EnvironmentDiff diff(EnvironmentDiff diff);

    TestSummary tests(TestSummary tests);

    ResourceStatus resource(ResourceStatus status);
}
