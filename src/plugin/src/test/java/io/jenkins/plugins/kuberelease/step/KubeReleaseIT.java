package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.jenkins.plugins.kuberelease.page.ReleaseAction;
import io.jenkins.plugins.kuberelease.page.ReleaseControl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Releases a small app from a real Jenkins to a real cluster. */
@WithJenkins
class KubeReleaseIT {

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    @RegisterExtension
    private final OwnNamespace other = new OwnNamespace();

    @Test
    void releasesFromTheWorkspaceOfANode(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        DevClusters.giveHello(jenkins.jenkins.getWorkspaceFor(job), namespace.name());
        job.setDefinition(new CpsFlowDefinition(
                "stage('Ship it') { node {\n def done = kubeRelease to: 'staging'\n echo \"released [staging:${done.environments.staging.revision}]\" } }",
                true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("released [staging:1]", run);
        assertThat(run.getAction(ReleaseAction.class)).isNotNull();
        TestResultAction tests = run.getAction(TestResultAction.class);
        assertThat(tests.getTotalCount()).isEqualTo(2);
        assertThat(tests.getResult().getSuites())
                .allSatisfy(suite -> assertThat(suite.getEnclosingBlockNames()).containsExactly("Ship it"));
    }

    @Test
    void needsNoReleaseFileWhereThePipelineSaysAll(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        DevClusters.giveHello(workspace, namespace.name());
        workspace.child("kube-release.yaml").delete();
        job.setDefinition(
                new CpsFlowDefinition("""
                node {
                  def done = kubeRelease(
                    image: [repository: '%1$s/hello-%2$s'],
                    chart: [path: 'chart'],
                    environments: [staging: [cluster: 'staging', namespace: '%2$s', createNamespace: true]],
                    version: '2.0.0')
                  echo "released ${done.app} ${done.version} as ${done.environments.staging.revision}"
                }
                """.formatted(System.getenv("KUBE_RELEASE_REGISTRY"), namespace.name()), true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("released hello-" + namespace.name() + " 2.0.0 as 1", run);
        assertThat(DevClusters.revisions("staging", namespace.name())).isEqualTo(1);
    }

    @Test
    void releasesSideBySideFromADeclarativePipeline(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        DevClusters.giveHello(workspace.child("one"), namespace.name());
        DevClusters.giveHello(workspace.child("two"), other.name());
        job.setDefinition(new CpsFlowDefinition("""
                pipeline {
                  agent any
                  stages {
                    stage('Release') {
                      parallel {
                        stage('One') { steps { kubeRelease directory: 'one' } }
                        stage('Two') { steps { kubeRelease directory: 'two', to: 'staging' } }
                      }
                    }
                  }
                  post { success { echo 'both are there' } }
                }
                """, true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("both are there", run);
        assertThat(DevClusters.revisions("staging", namespace.name())).isEqualTo(1);
        assertThat(DevClusters.revisions("staging", other.name())).isEqualTo(1);
        assertThat(ReleaseControl.installed().orElseThrow().releases().find(run))
                .hasSize(2);
    }
}
