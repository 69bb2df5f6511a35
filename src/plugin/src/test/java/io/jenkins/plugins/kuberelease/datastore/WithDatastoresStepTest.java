package io.jenkins.plugins.kuberelease.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.kuberelease.page.StepFailureAction;
import io.kuberelease.plan.DatastoreCatalogue;
import java.net.URL;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the step says and refuses, without any cluster. */
@WithJenkins
class WithDatastoresStepTest {
    @Test
    void tellsEverythingThatIsWrongAtOnce(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = failed(jenkins, "withDatastores(postgre: '15', redis: '7 or so', rediss: '7') { echo 'in' }");

        jenkins.assertLogContains("did you mean postgres?", run);
        jenkins.assertLogContains("redis \"7 or so\"", run);
        jenkins.assertLogContains("did you mean redis?", run);
        jenkins.assertLogContains("3 problems", run);
    }

    @Test
    void asksForAClusterWhereTheAgentIsNoPod(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = failed(jenkins, "node { withDatastores(redis: '7') { echo 'in' } }");

        jenkins.assertLogContains("is not a pod of a cluster", run);
        jenkins.assertLogContains("withDatastores(cluster: 'staging'", run);
    }

    @Test
    void asksForTheNamespaceInANamedCluster(JenkinsRule jenkins) throws Exception {
        jenkins.assertLogContains(
                "needs the namespace",
                failed(jenkins, "node { withDatastores(cluster: 'staging', redis: '7') { echo 'in' } }"));
    }

    @Test
    void refusesAClusterThatIsNotConfigured(JenkinsRule jenkins) throws Exception {
        jenkins.assertLogContains(
                "no cluster nowhere",
                failed(
                        jenkins,
                        "node { withDatastores(cluster: 'nowhere', namespace: 'ci', redis: '7') { echo 'in' } }"));
    }

    @Test
    void saysOnTheBuildsOwnPageWhyItCouldNotDoWhatItWasAsked(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = failed(
                jenkins, "node { withDatastores(cluster: 'nowhere', namespace: 'ci', redis: '7') { echo 'in' } }");

        assertThat(run.getActions(StepFailureAction.class)).singleElement().satisfies(told -> {
            assertThat(told.getStep()).isEqualTo("withDatastores");
            assertThat(told.getText()).contains("no cluster nowhere");
        });

        WorkflowRun other = failed(jenkins, "node { withDatastores(reddis: '7') { echo 'in' } }");

        assertThat(other.getActions(StepFailureAction.class))
                .singleElement()
                .satisfies(told -> assertThat(told.getText()).contains("reddis"));
    }

    @Test
    void refusesAnAgentInItsBlockThatWouldNotHaveThem(JenkinsRule jenkins) throws Exception {
        DumbSlave plain = jenkins.createSlave();

        WorkflowRun run = failed(
                jenkins, "withDatastores(redis: '7') { node('" + plain.getNodeName() + "') { echo 'in the block' } }");

        jenkins.assertLogContains("put withDatastores inside of the node", run);
        jenkins.assertLogNotContains("in the block", run);
    }

    @Test
    void hidesThePasswordsOfItsBlock(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = job(jenkins, """
            withDatastores(postgres: '15', redis: '7') {
              echo "user ${env.PGUSER} at ${env.PGHOST} with ${env.PGPASSWORD}"
              echo "url ${env.DATABASE_URL}"
            }
            """);

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("user app at postgres with ****", run);
        jenkins.assertLogContains("url postgresql://app:****@postgres:5432/app", run);
    }

    @Test
    void refusesTheSamePortInBlocksWithinEachOther(JenkinsRule jenkins) throws Exception {
        jenkins.assertLogContains(
                "is in the way of mysql",
                failed(jenkins, "withDatastores(mysql: '8') { withDatastores(mariadb: '10.11') { echo 'in' } }"));
    }

    @Test
    void standsAmongTheOptionsOfADeclarativeStage(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = job(jenkins, """
            pipeline {
              agent none
              stages {
                stage('test') {
                  options { withDatastores(postgres: '15') }
                  steps { echo "at ${env.PGHOST}" }
                }
              }
            }
            """);

        jenkins.assertLogContains("at postgres", jenkins.buildAndAssertSuccess(job));
    }

    @Test
    void isWrittenByTheSnippetGenerator(JenkinsRule jenkins) throws Exception {
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        WebRequest request =
                new WebRequest(new URL(jenkins.getURL(), "pipeline-syntax/generateSnippet"), HttpMethod.POST);
        request.setRequestParameters(
                List.of(new NameValuePair("json", """
                    {"stapler-class": "%1$s", "$class": "%1$s", "postgres": "15", "redis": "7", "mysql": "",
                     "cluster": "staging", "namespace": "ci"}
                    """.formatted(WithDatastoresStep.class.getName()))));

        String snippet =
                browser.getPage(browser.addCrumb(request)).getWebResponse().getContentAsString();

        assertThat(snippet)
                .contains("withDatastores(", "postgres: '15'", "redis: '7'", "cluster: 'staging'", "namespace: 'ci'")
                .doesNotContain("mysql", "datastores:");
    }

    @Test
    void hasAFieldAndHelpForEachDatastoreItKnows(JenkinsRule jenkins) {
        assertThat(new DatastoreCatalogue().names()).allSatisfy(name -> assertThat(
                        DatastoreVersions.class.getResource("DatastoreVersions/help-" + name + ".html"))
                .isNotNull());
        assertThat(DescribableModel.of(WithDatastoresStep.class).getParameters())
                .extracting(DescribableParameter::getName)
                .containsAll(new DatastoreCatalogue().names());
    }

    @Test
    void takesAnyImageWithItsPort(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = job(jenkins, """
            withDatastores(search: [image: 'example/search:2', port: 9200, variables: [SEARCH_URL: 'http://{host}:{port}']]) {
              echo "search ${env.SEARCH_URL}"
            }
            """);

        jenkins.assertLogContains("search http://search:9200", jenkins.buildAndAssertSuccess(job));
    }

    private static WorkflowRun failed(JenkinsRule jenkins, String script) throws Exception {
        return jenkins.buildAndAssertStatus(Result.FAILURE, job(jenkins, script));
    }

    private static WorkflowJob job(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
