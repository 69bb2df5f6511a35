package io.jenkins.plugins.kuberelease.page;

import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.Queue;
import io.jenkins.plugins.kuberelease.access.PreviewRequest;
import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.cps.CpsFlowFactoryAction2;
import org.jenkinsci.plugins.workflow.flow.FlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/**
 * Makes a build of a branch's job deploy a preview, instead of what the branch's Jenkinsfile says. The script is always
 * the same: which branch is meant is data in the {@link PreviewRequest}, and no name becomes code.
 */
final class PreviewScript extends InvisibleAction implements CpsFlowFactoryAction2, Queue.QueueAction {
    private static final String SCRIPT = "kubePreview()";

    private final String branch;

    /**
     * @param branch as the request has it
     */
    PreviewScript(String branch) {
        this.branch = branch;
    }

    @Override
    public CpsFlowExecution create(FlowDefinition definition, FlowExecutionOwner owner, List<? extends Action> actions)
            throws IOException {
        return new CpsFlowExecution(SCRIPT, true, owner);
    }

    /** It is one with a request for the same branch that waits already, and with nothing else in the queue. */
    @Override
    public boolean shouldSchedule(List<Action> waiting) {
        return waiting.stream()
                .noneMatch(action -> action instanceof PreviewScript other && other.branch.equals(branch));
    }
}
