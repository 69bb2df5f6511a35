package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.kuberelease.access.ApiServer;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.jenkins.plugins.kuberelease.config.KubeReleaseConfiguration;
import java.util.List;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Why a build is red stands on its own page, also where no release has come about. No cluster is reached. */
@WithJenkins
class StepFailureTest {
    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "token", "", Secret.fromString("s3cr3t-token")));
    }

    @Test
    void whatIsWrongWithTheReleaseFileStandsOnTheBuildsPage() throws Exception {
        WorkflowRun run = red("""
                node {
                  writeFile file: 'kube-release.yaml', text: 'app: polls\\nimage: {repositori: "<img src=x>"}\\n'
                  kubeRelease()
                }
                """);

        HtmlPage page = page(run);
        assertThat(shown(page))
                .contains("kubeRelease could not do what it was asked")
                .contains("kube-release.yaml:2:")
                .contains("image.repositori is not a key")
                .contains("→ did you mean repository?");
        assertThat(page.<DomNode>getByXPath("//*[@id='main-panel']//img[@src='x']"))
                .isEmpty();
        assertThat(jenkins.createWebClient()
                        .goTo(run.getParent().getUrl() + "buildHistory/ajax", null)
                        .getWebResponse()
                        .getContentAsString())
                .contains("kubeRelease: kube-release.yaml:");
    }

    @Test
    void whatIsWrongWithAStepStandsThereToo() throws Exception {
        WorkflowRun run = red("kubeRollback()");

        assertThat(shown(page(run))).contains("kubeRollback: environment is missing");
    }

    @Test
    void whatTheConsoleHidesIsHiddenThereToo() throws Exception {
        WorkflowRun run = red("""
                node {
                  withCredentials([string(credentialsId: 'token', variable: 'IT')]) {
                    kubePush image: "no image ${IT}"
                  }
                }
                """);

        assertThat(shown(page(run))).contains("kubePush: image \"no image ****\"");
        assertThat(run.getActions(io.jenkins.plugins.kuberelease.page.StepFailureAction.class))
                .singleElement()
                .satisfies(told -> assertThat(told.getText()).doesNotContain("s3cr3t"));
    }

    @Test
    void anUnknownProductionIsFoundBeforeAnythingIsBuilt() throws Exception {
        try (ApiServer staging = new ApiServer()) {
            ConfiguredCluster known = new ConfiguredCluster("staging");
            known.setAddress(staging.address());
            known.setCredentialsId("token");
            KubeReleaseConfiguration.get().setClusters(List.of(known));
            WorkflowRun run = red("""
                    node {
                      writeFile file: 'Dockerfile', text: 'FROM scratch'
                      writeFile file: 'chart/Chart.yaml', text: 'apiVersion: v2\\nname: polls\\nversion: 1.0.0\\n'
                      writeFile file: 'chart/values.yaml', text: 'image: {repository: x, tag: y}\\n'
                      writeFile file: 'kube-release.yaml', text: '''app: polls
                image: {repository: registry.example/polls}
                environments:
                  staging: {cluster: staging, createNamespace: true}
                  production: {cluster: nowhere}
                '''
                      writeFile file: 'bin/buildctl', text: '#!/bin/sh\\ntouch $WORKSPACE/built; exit 1\\n'
                      sh 'chmod +x bin/buildctl'
                      try {
                        withEnv(["PATH+BUILDER=$WORKSPACE/bin", 'BUILDKIT_HOST=tcp://builder.example:1234']) {
                          kubeRelease()
                        }
                      } finally {
                        echo "built: ${fileExists('built')}"
                      }
                    }
                """);

            jenkins.assertLogContains("built: false", run);
            assertThat(shown(page(run)))
                    .contains("nothing was begun, since the release can't come to production: no cluster nowhere")
                    .contains("there are: staging")
                    .contains("polls 0.0.0")
                    .contains("was not begun");
        }
    }

    private static WorkflowRun red(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.buildAndAssertStatus(Result.FAILURE, job);
    }

    private static HtmlPage page(WorkflowRun run) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.getOptions().setJavaScriptEnabled(false);
        return client.getPage(run);
    }

    private static String shown(HtmlPage page) {
        return page.getElementById("main-panel").asNormalizedText();
    }
}
