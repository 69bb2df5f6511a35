package io.jenkins.plugins.kuberelease.agent;

import hudson.Extension;
import hudson.model.Queue;
import hudson.model.queue.QueueListener;

/** Ends the wait for an agent when a person cancels the task in Jenkins' queue. */
@Extension
public final class CancelledVisits extends QueueListener {
    @Override
    public void onLeft(Queue.LeftItem item) {
        if (item.isCancelled() && item.task instanceof AgentTask visit) {
            visit.cancelled();
        }
    }
}
