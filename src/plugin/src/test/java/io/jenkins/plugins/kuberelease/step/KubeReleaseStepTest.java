package io.jenkins.plugins.kuberelease.step;

import hudson.model.Result;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class KubeReleaseStepTest {
    @Test
    void saysWhatToDoWhenTheJobNamesNoSource(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = failed(jenkins, "kubeRelease()");

        jenkins.assertLogContains("put the step into node", run);
    }

    @Test
    void tellsEverythingThatIsWrongWithTheReleaseFile(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = failed(jenkins, """
                node {
                  writeFile file: 'kube-release.yaml', text: 'app: Polls\\nimage: {repositori: here}\\n'
                  kubeRelease()
                }
                """);

        jenkins.assertLogContains("kube-release.yaml:1", run);
        jenkins.assertLogContains("repositori", run);
    }

    @Test
    void staysInsideTheWorkspace(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = failed(jenkins, "node { kubeRelease directory: '../../secrets' }");

        jenkins.assertLogContains("leads out of the workspace", run);
    }

    private static WorkflowRun failed(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "polls");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.buildAndAssertStatus(Result.FAILURE, job);
    }
}
