package io.jenkins.plugins.kuberelease.datastore;

import hudson.model.Label;
import hudson.model.Queue;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** A pipeline with lines in an agent's pod; with a Redis beside it they speak with that, and wait to be let go. */
final class AgentPipeline {
    /** Speaks with Redis as somebody with the password, without any client. */
    static final String PING = "bash -c 'exec 3<>/dev/tcp/$REDIS_HOST/$REDIS_PORT; printf \"AUTH $REDIS_PASSWORD\\\\r"
            + "\\\\n"
            + "PING\\\\r"
            + "\\\\n"
            + "\" >&3; head -n 2 <&3' ";
    /** Waits until it is let go. */
    static final String HOLD = "echo in the block; while [ ! -e /tmp/go ]; do sleep 0.2; done; echo let go";

    private AgentPipeline() {}

    static String lines() {
        return "sh '''echo at $REDIS_HOST; echo password $REDIS_PASSWORD'''; sh '''" + PING + "'''; sh '" + HOLD + "'";
    }

    static String inAgent(String lines) {
        return inAgent(lines, AgentCloud.POD);
    }

    static String inAgent(String lines, String pod) {
        return "podTemplate(cloud: 'staging', yaml: '''" + pod + "''') { node(POD_LABEL) { " + lines + " } }";
    }

    static WorkflowRun begin(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "polls");
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("[Pipeline] node", run);
        askCloudsAgain(jenkins);
        return run;
    }

    /** Jenkins may have asked for the label before its pod template was there, and remembers for minutes that none was. */
    private static void askCloudsAgain(JenkinsRule jenkins) throws Exception {
        Queue queue = jenkins.jenkins.getQueue();
        AgentCloud.await(
                "an agent is wanted",
                () -> queue.getItems().length > 0 || !jenkins.jenkins.getNodes().isEmpty());
        for (Queue.Item waiting : queue.getItems()) {
            Label label = waiting.getAssignedLabel();
            if (label != null && label.getClouds().isEmpty()) {
                jenkins.jenkins.clouds.replaceBy(List.copyOf(jenkins.jenkins.clouds));
            }
        }
    }

    static WorkflowRun lastOf(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("polls", WorkflowJob.class).getLastBuild();
    }
}
