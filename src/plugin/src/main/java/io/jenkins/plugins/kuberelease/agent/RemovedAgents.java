package io.jenkins.plugins.kuberelease.agent;

import hudson.Extension;
import hudson.model.Node;
import hudson.model.Queue;
import jenkins.model.NodeListener;

/**
 * Ends the wait for an agent that was removed, for example a pod made for one build, so that another place is found.
 */
@Extension
public final class RemovedAgents extends NodeListener {
    @Override
    protected void onDeleted(Node node) {
        Queue.getInstance().getUnblockedItems().stream()
                .map(item -> item.task)
                .filter(AgentTask.class::isInstance)
                .map(AgentTask.class::cast)
                .filter(visit ->
                        visit.place() instanceof KeptSource kept && kept.agent().equals(node.getNodeName()))
                .forEach(visit -> visit.lose(node));
    }
}
