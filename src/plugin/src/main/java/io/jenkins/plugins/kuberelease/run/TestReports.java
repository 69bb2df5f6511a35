package io.jenkins.plugins.kuberelease.run;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.junit.JUnitResultArchiver;
import hudson.tasks.junit.pipeline.JUnitResultsStepExecution;
import hudson.tasks.test.PipelineTestDetails;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.port.EventSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** Passes the tests' reports to the JUnit plugin at the end of the tests, whether they passed or not. */
final class TestReports implements EventSink {
    private final Run<?, ?> run;
    private final Path release;
    private final String name;
    private final TaskListener listener;

    /**
     * @param release the release's directory
     */
    TestReports(Run<?, ?> run, Path release, TaskListener listener) {
        this.run = run;
        this.release = release;
        this.name = Objects.requireNonNull(release.getFileName(), "the directory of a release has a name")
                .toString();
        this.listener = listener;
    }

    @Override
    public String name() {
        return "test results";
    }

    @Override
    public Map<String, String> event(JournalEntry entry, ReleaseState state) {
        if (entry.event() instanceof ReleaseEvent.StageEnded ended
                && state.plan()
                        .tests()
                        .filter(tests -> tests.id().equals(ended.stage()))
                        .isPresent()
                && Files.isDirectory(reports())) {
            publish(state);
        }
        return Map.of();
    }

    private void publish(ReleaseState state) {
        FilePath directory = new FilePath(reports().toFile());
        JUnitResultArchiver task = new JUnitResultArchiver("*.xml");
        try {
            PipelineTestDetails place = TestsPlace.of(run, name);
            JUnitResultArchiver.parseAndSummarize(
                    task, place, run, directory, new Launcher.LocalLauncher(listener), listener);
            // Saved at once, so that the results survive a kill of the controller.
            run.save();
        } catch (IOException e) {
            listener.error("The test results of " + state.plan().release() + " could not be shown: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path reports() {
        return release.resolve(ReleaseDirectory.REPORTS);
    }

    /** The place of a release in its pipeline, for the JUnit plugin, which sorts results by stage and branch. */
    private static final class TestsPlace {
        private TestsPlace() {}

        /**
         * The place as the JUnit plugin's own step would give it; left empty when no step of the build began the
         * release, or the pipeline is lost, since results without a place are better than none.
         *
         * @param directory the name of the release's directory
         */
        static PipelineTestDetails of(Run<?, ?> run, String directory) {
            PipelineTestDetails details = new PipelineTestDetails();
            Optional<String> step = ReleaseHost.node(directory);
            if (step.isPresent() && run instanceof FlowExecutionOwner.Executable pipeline) {
                try {
                    tell(details, Optional.ofNullable(pipeline.asFlowExecutionOwner()), step.get());
                } catch (IOException lost) {
                    return new PipelineTestDetails();
                }
            }
            return details;
        }

        private static void tell(PipelineTestDetails details, Optional<FlowExecutionOwner> pipeline, String step)
                throws IOException {
            if (pipeline.isEmpty()) {
                return;
            }
            FlowNode node = pipeline.get().get().getNode(step);
            if (node != null) {
                List<FlowNode> blocks = JUnitResultsStepExecution.getEnclosingStagesAndParallels(node);
                details.setNodeId(step);
                details.setEnclosingBlocks(JUnitResultsStepExecution.getEnclosingBlockIds(blocks));
                details.setEnclosingBlockNames(JUnitResultsStepExecution.getEnclosingBlockNames(blocks));
            }
        }
    }
}
