package io.jenkins.plugins.kuberelease.run;

import hudson.model.Run;
import hudson.tasks.junit.pipeline.JUnitResultsStepExecution;
import hudson.tasks.test.PipelineTestDetails;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** Where in its pipeline a release has run its tests: the JUnit plugin sorts results by stage and branch. */
final class TestsPlace {
    private TestsPlace() {}

    /**
     * The place as the JUnit plugin's own step would tell it; nothing is told when no step of the build began the
     * release, or the pipeline is lost: the results count for more than where they are shown.
     *
     * @param directory the name of the release's directory
     */
    static PipelineTestDetails of(Run<?, ?> run, String directory) {
        PipelineTestDetails details = new PipelineTestDetails();
        Optional<String> step = StepDirectory.node(directory);
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
