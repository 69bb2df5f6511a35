package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.agent.SecretMask;
import io.jenkins.plugins.kuberelease.page.StepFailureAction;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.view.TextSanitizer;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Shows on a build's page why one of its steps failed; secrets that the console masks are masked there too.
 *
 * @param step as a Jenkinsfile calls it
 */
public record OnTheBuildsPage(StepContext context, String step) {
    private static final Logger LOGGER = Logger.getLogger(OnTheBuildsPage.class.getName());

    /**
     * Adds the problem to the page. A page that can't be written is only logged, since the console has the problem
     * anyway.
     */
    public void tell(Throwable problem) {
        try {
            Run<?, ?> run = context.get(Run.class);
            if (run != null) {
                StepFailureAction.on(run, step, SecretMask.of(context).text(words(problem)));
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "A build's page does not say why " + step + " failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String words(Throwable problem) {
        if (problem instanceof ReleaseException known) {
            return refusal(known);
        }
        String message = problem.getMessage();
        return problem instanceof AbortException && message != null ? message : "it did not work: " + problem;
    }

    /** The reason and the suggestion of a problem, with control characters removed. */
    static String refusal(ReleaseException problem) {
        return problem.reason().told(TextSanitizer::text).inLines();
    }
}
