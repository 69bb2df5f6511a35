package io.jenkins.plugins.kuberelease.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import java.util.Map;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMSource;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a build of a stranger's change may reach, and whose release file it goes by. */
@WithJenkins
class ForksTest {
    private static JenkinsRule jenkins;
    private static ApiServer api;
    private static Run<?, ?> ours;
    private static Run<?, ?> strangers;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        api = new ApiServer();
        Vault.keep(Vault.text("token", "x"), Vault.password("registry", "jane", "secret"));
        Site.clusters(Site.cluster("staging", api.address(), "token"));
        Site.registries(Site.registry("registry.example", "registry"));
        ours = rule.buildAndAssertSuccess(rule.createFreeStyleProject("main"));
        strangers = rule.buildAndAssertSuccess(rule.createFreeStyleProject("PR-7"));
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        jenkins.after();
    }

    @Test
    void theRepositorysOwnBranchReachesTheCluster() {
        assertThat(Site.reach(ours, "staging")).isEqualTo(ApiServer.UID);
    }

    @Test
    void aForksBuildReachesNoCluster() {
        int before = api.requests();

        assertThatThrownBy(() -> Site.reach(strangers, "staging"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining(
                        "builds a change from outside of the repository and may not reach cluster staging");
        assertThat(api.requests()).isEqualTo(before);
    }

    @Test
    void aForksBuildIsGivenNoPasswordOfARegistry() {
        ImageRepository polls = new ImageRepository("registry.example/polls");

        assertThat(JenkinsAccess.of(ours).registries().credentials(polls)).isPresent();
        assertThatThrownBy(() -> JenkinsAccess.of(strangers).registries().credentials(polls))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("may not reach registry registry.example");
    }

    @Test
    void aForksBuildTellsNobody() {
        assertThat(JenkinsAccess.of(ours).notifiers()).isPresent();
        assertThat(JenkinsAccess.of(strangers).notifiers()).isEmpty();
    }

    @Test
    void theReleaseFileOfAForkIsTheTrustedRevisions() throws Exception {
        assertThat(new Trust(strangers).file("deploy/kube-release.yaml", TaskListener.NULL))
                .contains("app: trusted\nimage: {repositori: here}\n");
        assertThat(new Trust(ours).file("deploy/kube-release.yaml", TaskListener.NULL))
                .isEmpty();
        assertThatThrownBy(() -> new Trust(strangers).file("other.yaml", TaskListener.NULL))
                .hasMessageContaining("there is no other.yaml in the trusted revision");
    }

    @Test
    void aPipelineOfAForkGoesByTheTrustedReleaseFile() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "PR-8");
        job.setDefinition(new CpsFlowDefinition("""
            node {
              writeFile file: 'deploy/kube-release.yaml', text: 'app: hijacked\\nimage: {strangerKey: 1}\\n'
              kubeRelease directory: 'deploy'
            }
            """, true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("repositori", run);
        jenkins.assertLogNotContains("strangerKey", run);
    }

    /** The chart is the stranger's: its dependencies would be fetched, and its templates rendered, by the controller. */
    @Test
    void aForksChartIsNotGivenToTheController() throws Exception {
        int before = api.requests();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "PR-9");
        job.setDefinition(new CpsFlowDefinition("""
            node {
              writeFile file: 'good/Dockerfile', text: 'FROM scratch'
              writeFile file: 'good/chart/values.yaml', text: 'image: {repository: x}'
              writeFile file: 'good/chart/Chart.yaml', text: \'\'\'
            apiVersion: v2
            name: polls
            version: 1.0.0
            dependencies: [{name: inside, version: 1.0.0, repository: "%s"}]
            \'\'\'
              kubeChart directory: 'good'
            }
            """.formatted(api.address()), true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("Helm on the controller, which fetches and renders", run);
        assertThat(api.requests()).isEqualTo(before);
    }

    /** Which heads jobs build. */
    @TestExtension
    public static final class Heads extends SCMHead.HeadByItem {
        @Override
        public SCMHead getHead(Item item) {
            return new Repository.Heads().getHead(item);
        }
    }

    /** Where jobs are from. */
    @TestExtension
    public static final class Sources extends SCMSource.SourceByItem {
        @Override
        public SCMSource getSource(Item item) {
            return new Repository(Map.of(
                    "deploy/kube-release.yaml",
                    "app: trusted\nimage: {repositori: here}\n",
                    "good/kube-release.yaml",
                    """
                    app: polls
                    image: {repository: registry.example/polls}
                    environments:
                      staging: {cluster: staging}
                    """));
        }
    }

    /** Reads it. */
    @TestExtension
    public static final class Reader extends Repository.Files {}
}
