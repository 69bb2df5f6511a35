package io.jenkins.plugins.kuberelease.datastore;

import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jspecify.annotations.Nullable;

/**
 * The result of a block: set once, and passed to the pipeline once. Kept with the pipeline, like the results of other
 * blocks.
 */
final class BlockResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private boolean come;
    private @Nullable Throwable problem;
    private @Nullable Object value;
    private transient boolean told;

    /** Whether the result was set. */
    synchronized boolean hasCome() {
        return come;
    }

    /**
     * Sets the result; does nothing when it was set before.
     *
     * @return whether this call set it
     */
    synchronized boolean comes(@Nullable Object with, @Nullable Throwable why) {
        if (come) {
            return false;
        }
        come = true;
        value = with;
        problem = why;
        return true;
    }

    /** Completes the step with the block's result, unless it is completed already. */
    synchronized void tell(StepContext context) {
        tell(context, problem);
    }

    /** Fails the step for another reason than the block's own, or succeeds when it is null; once, like the other. */
    synchronized void tell(StepContext context, @Nullable Throwable why) {
        if (told) {
            return;
        }
        told = true;
        if (why == null) {
            context.onSuccess(value);
        } else {
            context.onFailure(why);
        }
    }
}
