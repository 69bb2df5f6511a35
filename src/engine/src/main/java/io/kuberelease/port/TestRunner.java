package io.kuberelease.port;

import io.kuberelease.model.AppName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.RunningDatastores;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.model.TestSummary;
import io.kuberelease.plan.ContainerNeeds;
import io.kuberelease.plan.TestSpec;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Runs a command in an image in a cluster: the tests, and checks after a deployment. */
public interface TestRunner {

    /**
     * Runs it once to its end, its log streamed as {@link Progress#log} and its JUnit reports collected; a pod of an
     * earlier try is adopted. Red tests are a result, not an exception.
     */
    CompletionStage<TestResult> run(TestRequest request, StageControl control);

    /**
     * Refuses what the target's namespace or the image would not let run, before anything is done for it. Changes
     * nothing, and lets pass what can't be known. Blocks.
     */
    default void check(PlannedCommand command) {}

    /**
     * A command that will be run.
     *
     * @param image absent when it is not built yet
     * @param base the base image, whose user an image that is not built yet will have; absent when not known
     * @param stage the stage that will run it
     */
    record PlannedCommand(
            Target target,
            Optional<ImageReference> image,
            Optional<String> base,
            ContainerNeeds needs,
            StageId stage) {}

    /**
     * A command to run: in which image, where, and beside which datastores.
     *
     * @param variables the names of Secrets whose keys are its variables too
     * @param once whether it is left where it is when it has ended well, and never run again as long as that is there
     */
    record TestRequest(
            AppName app,
            Target target,
            ImageReference image,
            TestSpec tests,
            Optional<RunningDatastores> datastores,
            java.util.List<String> variables,
            boolean once) {
        public TestRequest {
            variables = java.util.List.copyOf(variables);
        }

        public TestRequest(
                AppName app,
                Target target,
                ImageReference image,
                TestSpec tests,
                Optional<RunningDatastores> datastores) {
            this(app, target, image, tests, datastores, java.util.List.of(), false);
        }

        /** The same, run until it has ended well once in its namespace, whichever release does it. */
        public TestRequest once(java.util.List<String> secrets) {
            return new TestRequest(app, target, image, tests, datastores, secrets, true);
        }
    }

    /**
     * The result of a command that ran to its end.
     *
     * @param exitCode the command's
     * @param summary the JUnit reports counted; absent when there were none
     * @param lastLines the end of its log
     * @param unread why something of the reports is not known, for example that a file breaks off: it may have been red
     */
    record TestResult(
            int exitCode,
            Optional<TestSummary> summary,
            java.util.List<String> lastLines,
            java.util.List<String> unread) {
        public TestResult {
            lastLines = java.util.List.copyOf(lastLines);
            unread = java.util.List.copyOf(unread);
        }

        /** A result without unread reports. */
        public TestResult(int exitCode, Optional<TestSummary> summary, java.util.List<String> lastLines) {
            this(exitCode, summary, lastLines, java.util.List.of());
        }
    }
}
