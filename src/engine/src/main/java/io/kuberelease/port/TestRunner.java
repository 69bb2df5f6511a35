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
     * @param base the image below, of which one that is not built yet has its user; absent when that is not known
     * @param stage whose command it is
     */
    record PlannedCommand(
            Target target,
            Optional<ImageReference> image,
            Optional<String> base,
            ContainerNeeds needs,
            StageId stage) {}

    /** What to run, on what, beside what. */
    record TestRequest(
            AppName app, Target target, ImageReference image, TestSpec tests, Optional<RunningDatastores> datastores) {}

    /**
     * How it ended.
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

        /** One whose reports, if there are any, are known whole. */
        public TestResult(int exitCode, Optional<TestSummary> summary, java.util.List<String> lastLines) {
            this(exitCode, summary, lastLines, java.util.List.of());
        }
    }
}
