package io.jenkins.plugins.kuberelease.datastore;

import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jspecify.annotations.Nullable;

/** How a block ended: it ends once, and the pipeline is told once. Kept with the pipeline, as what the block gave would be without us. */
final class BlockResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private boolean come;
    private @Nullable Throwable problem;
    private @Nullable Object value;
    private transient boolean told;

    /** Whether it has come. */
    synchronized boolean hasCome() {
        return come;
    }

    /**
     * The block ends.
     *
     * @return whether it had not ended before
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

    /** Lets the pipeline go on as the block ended. */
    synchronized void tell(StepContext context) {
        tell(context, problem);
    }

    /** Lets the pipeline go on for another reason than the one for which the block ended. */
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
