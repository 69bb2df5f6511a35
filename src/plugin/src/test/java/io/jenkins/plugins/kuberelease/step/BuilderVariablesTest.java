package io.jenkins.plugins.kuberelease.step;

import hudson.model.Label;
import hudson.model.Result;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a Jenkinsfile says by variables reaches the builder: where BuildKit is, what is on the path, and the rest. */
@WithJenkins
class BuilderVariablesTest {
    @Test
    void theBuilderSeesTheVariablesOfTheStep(JenkinsRule jenkins) throws Exception {
        assertSeenBy("built-in", jenkins);
    }

    @Test
    void alsoOnAnAgentWhoseBuilderIsHeardThroughTheChannel(JenkinsRule jenkins) throws Exception {
        jenkins.createOnlineSlave(Label.get("away"));

        assertSeenBy("away", jenkins);
    }

    private static void assertSeenBy(String label, JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "polls");
        job.setDefinition(new CpsFlowDefinition("""
                node('%s') {
                  writeFile file: 'Dockerfile', text: 'FROM scratch'
                  writeFile file: 'bin/buildctl', text: '#!/bin/sh\\necho "asked at $2, told $TOLD" >&2; exit 1\\n'
                  sh 'chmod +x bin/buildctl'
                  withEnv(["PATH+BUILDER=$WORKSPACE/bin", 'BUILDKIT_HOST=tcp://builder.example:1234', 'TOLD=so']) {
                    kubeBuild repository: 'registry.example/polls'
                  }
                }
                """.formatted(label), true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("asked at tcp://builder.example:1234, told so", run);
    }
}
