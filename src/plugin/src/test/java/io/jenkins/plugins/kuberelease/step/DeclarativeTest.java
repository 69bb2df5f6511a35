package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Each step as a Declarative pipeline writes it, which looks at the settings before anything runs. No cluster is reached. */
@WithJenkins
class DeclarativeTest {
    private static final String IMAGE = "registry.invalid/polls@sha256:" + "0".repeat(64);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    kubeTest image: 'IMAGE', command: ['sh', '-c', 'true'], datastores: [redis: '7'], cluster: 'nowhere' | no cluster nowhere
                    kubeTest image: 'IMAGE', command: 'true', datastores: [rediss: '7'], cluster: 'nowhere' | did you mean redis?
                    kubeChart image: 'IMAGE', path: 'nowhere', version: 'one' | kubeChart: version "one" is not a version
                    kubeDeploy environment: 'staging', image: 'IMAGE', bundle: 'x', values: ['a.yaml', 'b.yaml'] | is given, and so is bundle
                    kubeDeploy environment: 'staging', bundle: 'IMAGE', cluster: 'nowhere', namespace: 'polls', values: ['a.yaml'], createNamespace: true | could not reach the registry at https://registry.invalid
                    kubePromote to: 'production', version: '1.0.0' | kube-release.yaml
                    kubePromote to: 'production', version: '1.0.0', bundle: 'sha256:1' | kubePromote: version "1.0.0" is given, and so is bundle
                    kubeRollback environment: 'production', to: '1.0.0' | kube-release.yaml
                    kubeRollback to: '1.0.0' | kubeRollback: environment is missing
                    withDatastores(postgres: '15', cluster: 'nowhere', namespace: 'ci') { echo 'in' } | no cluster nowhere
                    withDatastores(datastores: [search: [image: 'example/search:2', port: 9200]]) { echo 'in' } | is not a pod of a cluster
                    """)
    void itsSettingsAreTaken(String step, String said, JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
                pipeline {
                  agent any
                  stages { stage('one') { steps { %s } } }
                }
                """.formatted(step.replace("IMAGE", IMAGE)), true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        assertThat(JenkinsRule.getLog(run))
                .contains(said.replace("IMAGE", IMAGE))
                .contains("[Pipeline] { (one)")
                .doesNotContain("\tat ");
    }
}
