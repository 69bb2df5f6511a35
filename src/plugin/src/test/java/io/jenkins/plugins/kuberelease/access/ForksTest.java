package io.jenkins.plugins.kuberelease.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.Cause;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.app.access.Access;
import io.kuberelease.app.preview.PreviewStep;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ReleasePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a build of a stranger's change may reach, and whose release file it goes by. */
@WithJenkins
class ForksTest {
    private static final String GOOD = """
        app: polls
        image: {repository: registry.example/polls}
        environments:
          staging: {cluster: staging}
        preview: {cluster: staging, host: "{branch}.polls.example.com"}
        """;

    private static JenkinsRule jenkins;
    private static ApiServer api;
    private static Run<?, ?> ours;
    private static Run<?, ?> strangers;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        api = new ApiServer();
        Vault.keep(Vault.text("token", "x"), Vault.password("registry", "jane", "secret"));
        Site.clusters(
                Site.cluster("staging", api.address(), "token"), Site.cluster("production", api.address(), "token"));
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

        assertThat(new JenkinsAccess().of(ours).registries().credentials(polls)).isPresent();
        assertThatThrownBy(() -> new JenkinsAccess().of(strangers).registries().credentials(polls))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("may not reach registry registry.example");
    }

    @Test
    void aForksBuildTellsNobody() {
        assertThat(new JenkinsAccess().of(ours).notifiers()).isPresent();
        assertThat(new JenkinsAccess().of(strangers).notifiers()).isEmpty();
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

    @Test
    void thePreviewOfAForksChangeIsRefusedUntilSomebodyHasAskedForIt() throws Exception {
        WorkflowJob job = preview("PR-10", "kubePreview directory: 'good'");

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("change from outside of the repository, which is not deployed by itself", run);
        jenkins.assertLogContains("look at it on the project's page Previews", run);
    }

    @Test
    void thePreviewOfTheRevisionThatWasShownIsPlanned() throws Exception {
        WorkflowJob job = preview("PR-11", "kubePreview directory: 'good'");

        WorkflowRun run = asked(job, "PR-11");

        // Nothing is checked out here: it is not the fork's any more that is wrong.
        jenkins.assertLogNotContains("outside of the repository", run);
        jenkins.assertLogContains("is not in the workspace", run);
    }

    @Test
    void anotherRevisionOrTheWorkspaceIsNotDeployed() throws Exception {
        jenkins.assertLogContains(
                "builds another revision of the change",
                asked(preview("PR-12", "kubePreview directory: 'good'"), "PR-11"));
        jenkins.assertLogContains(
                "need not be the revision that was shown",
                asked(preview("PR-13", "node { kubePreview directory: 'good' }"), "PR-13"));
        jenkins.assertLogContains(
                "would put it in the place of branch main",
                asked(preview("PR-14", "kubePreview directory: 'good', branch: 'main'"), "PR-14"));
    }

    @Test
    void theRevisionThatWasShownReachesItsPreviewsClusterAndNoOther(@TempDir Path source) throws Exception {
        ReleasePlan preview = preview(source);
        Run<?, ?> shown = withActions("PR-15", "PR-15");
        try (Access access = new JenkinsAccess().of(shown)) {
            assertThatThrownBy(() -> access.clusters().clusterId("staging"))
                    .hasMessageContaining("may not reach cluster staging");

            access.goesBy(preview);

            assertThat(access.clusters().clusterId("staging")).isEqualTo(ApiServer.UID);
            assertThat(access.registries().credentials(new ImageRepository("registry.example/polls")))
                    .isPresent();
            assertThatThrownBy(() -> access.registries().credentials(new ImageRepository("registry.example/bank")))
                    .hasMessageContaining("may not reach registry registry.example");
            assertThatThrownBy(() -> access.clusters().clusterId("production"))
                    .hasMessageContaining("may not reach cluster production");
            assertThat(access.notifiers()).isEmpty();
        }
        try (Access another = new JenkinsAccess().of(withActions("PR-16", "PR-15"))) {
            another.goesBy(preview);
            assertThatThrownBy(() -> another.clusters().clusterId("staging"))
                    .hasMessageContaining("may not reach cluster staging");
        }
    }

    private static WorkflowJob preview(String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** A build that fails after somebody has asked for it. */
    private static WorkflowRun asked(WorkflowJob job, String shown) throws Exception {
        return jenkins.assertBuildStatus(
                Result.FAILURE,
                job.scheduleBuild2(0, request(job.getName(), shown)).get());
    }

    private static Run<?, ?> withActions(String name, String shown) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        return job.scheduleBuild2(
                        0,
                        new Cause.UserIdCause(),
                        request(name, shown),
                        new SCMRevisionAction(new Sources().getSource(job), Repository.revision(name)))
                .get();
    }

    private static PreviewRequest request(String job, String shown) {
        return new PreviewRequest("ann", job, Repository.revision(shown), PreviewStep.USUAL);
    }

    private static ReleasePlan preview(Path source) throws Exception {
        Files.writeString(source.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(source.resolve("chart"));
        Files.writeString(source.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: polls\nversion: 0.1.0\n");
        Files.writeString(source.resolve("kube-release.yaml"), GOOD);
        ReleaseSpec spec = new ReleaseSpec(
                ReleaseSpec.File.usual(),
                ReleaseSpec.Beside.NOTHING,
                ReleaseSpec.Parts.ALL,
                Optional.of("1.0.0"),
                List.of(),
                "ann");
        return new ReleasePlanner(directory -> new GitSource(Map.of()), Map.of(), Clock.systemUTC())
                .plan(spec.previewing(Optional.of("PR-15")), source)
                .plan();
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
                    GOOD));
        }
    }

    /** Reads it. */
    @TestExtension
    public static final class Reader extends Repository.Files {}
}
