package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.jenkins.plugins.kuberelease.ground.ReleasePage;
import io.jenkins.plugins.kuberelease.page.ReleaseControl;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.actions.HostedReleases;
import io.kuberelease.app.actions.WantedPromotion;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseKind;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps that do a part of a release each, one after the other on real clusters; then on from the page. */
@WithJenkins
class PiecesIT {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(3);

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    @Test
    void aHandWrittenPipelineIsTakenOverALineAtATime(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        DevClusters.giveHelloWithProduction(jenkins.jenkins.getWorkspaceFor(job), namespace.name());
        String registry = System.getenv("KUBE_RELEASE_REGISTRY");
        job.setDefinition(new CpsFlowDefinition("""
                node {
                  def built
                  parallel(
                    one: { built = kubeBuild repository: '%1$s/hello-%2$s' },
                    two: { echo "two ${kubeBuild(repository: '%1$s/two-%2$s').repository}" })
                  echo "tests ${kubeTest(image: built).passed}"
                  def pushed = kubePush image: built, to: '%1$s/copy-%2$s', tags: ['1.0.0', 'latest']
                  echo "pushed ${pushed.repository} ${pushed.tags} ${pushed.digest == built.digest}"
                  echo "found ${kubePush(image: '%1$s/copy-%2$s:1.0.0', tags: 'again').digest == built.digest}"
                  def chart = kubeChart image: built, version: '1.0.0'
                  echo "chart ${chart.name} ${chart.version}"
                  def deployed = kubeDeploy environment: 'staging', bundle: chart
                  echo "deployed ${deployed.environment} ${deployed.revision} ${deployed.changed} ${deployed.address}"
                }
                """.formatted(registry, namespace.name()), true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("two " + registry + "/two-" + namespace.name(), run);
        jenkins.assertLogContains("tests 2", run);
        jenkins.assertLogContains("pushed " + registry + "/copy-" + namespace.name() + " [1.0.0, latest] true", run);
        jenkins.assertLogContains("found true", run);
        jenkins.assertLogContains("chart hello 1.0.0", run);
        jenkins.assertLogContains("deployed staging 1 true http://hello." + namespace.name() + ".svc:80", run);
        onFromThePage(run);
    }

    /** The build has ended: what its page offers goes on without it. */
    private static void onFromThePage(WorkflowRun run) throws InterruptedException {
        HostedReleases<Run<?, ?>> control =
                ReleaseControl.installed().orElseThrow().releases();
        HostedRelease deployed = last(control, run);
        EnvironmentName production = new EnvironmentName("production");
        assertThat(control.promotable(run, deployed.id())).containsExactly(production);

        assertThat(control.promote(run, new WantedPromotion(deployed.id(), production, "", "ada")))
                .isEmpty();

        HostedRelease promoted = awaitEnd(control, run);
        assertThat(promoted.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(promoted.state().plan().startedBy()).isEqualTo("ada");
        assertThat(promoted.state().output(new EnvironmentName("production"), StageOutput.Deployed.class))
                .isPresent();
        assertThat(promoted.state().bundle()).isEqualTo(deployed.state().bundle());
        assertThat(control.promotable(run, promoted.id())).isEmpty();
    }

    @Test
    void aBundleGoesFurtherAndBack(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        DevClusters.giveHelloWithProduction(jenkins.jenkins.getWorkspaceFor(job), namespace.name());
        job.setDefinition(new CpsFlowDefinition("""
                def first, second
                node {
                  first = kubeRelease to: 'staging', version: '1.0.0'
                  writeFile file: 'www/index.html', text: 'second'
                  second = kubeRelease only: 'staging', version: '1.0.1'
                }
                echo "first ${first.environments.staging.revision} second ${second.environments.staging.revision}"
                def promoted = kubePromote release: second, to: 'production'
                echo "promoted ${promoted.version} ${promoted.bundle.digest == second.bundle.digest}"
                def back = kubeRollback environment: 'staging', release: second
                echo "back to ${back.version} ${back.bundle.digest == first.bundle.digest}"
                """, true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("first 1 second 2", run);
        jenkins.assertLogContains("promoted 1.0.1 true", run);
        jenkins.assertLogContains("back to 1.0.0 true", run);
        HostedReleases<Run<?, ?>> control =
                ReleaseControl.installed().orElseThrow().releases();
        assertThat(control.find(run)).hasSize(4);
    }

    /** As a person presses it, when the build is long over; where to is what the cluster remembers. */
    @Test
    void anEnvironmentGoesBackFromThePage(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        DevClusters.giveHello(jenkins.jenkins.getWorkspaceFor(job), namespace.name());
        job.setDefinition(new CpsFlowDefinition("""
                node {
                  kubeRelease version: '1.0.0'
                  writeFile file: 'www/index.html', text: 'second'
                  kubeRelease version: '1.0.1'
                }
                """, true));
        WorkflowRun run = jenkins.buildAndAssertSuccess(job);
        HostedReleases<Run<?, ?>> control =
                ReleaseControl.installed().orElseThrow().releases();
        HostedRelease first = control.find(run).get(0);
        HostedRelease second = last(control, run);

        String question = "confirm?what=rollback&environment=staging&release=" + second.id();
        rolledBack(jenkins, run.getUrl() + "kube-release/" + question);
        String meanwhile = rolledBack(jenkins, run.getUrl() + "kube-release/" + question);

        // On a busy machine it is over by then, and refused for that.
        assertThat(meanwhile).containsAnyOf("staging is being rolled back already", "staging holds 1.0.0");
        assertThat(control.find(run)).hasSize(3);
        HostedRelease back = awaitEnd(control, run);
        String later = rolledBack(jenkins, run.getUrl() + "kube-release/" + question);
        assertThat(later).contains("staging holds 1.0.0").contains("by now");
        assertThat(control.find(run)).hasSize(3);
        assertThat(back.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(back.state().plan().kind()).isEqualTo(ReleaseKind.ROLLBACK);
        assertThat(back.state().plan().startedBy()).isEqualTo("anonymous");
        assertThat(back.state().bundle())
                .isEqualTo(first.state().bundle())
                .isNotEqualTo(second.state().bundle());
        assertThat(back.state().output(new EnvironmentName("staging"), StageOutput.Deployed.class))
                .map(StageOutput.Deployed::revision)
                .contains(3);
        String console = jenkins.createWebClient()
                .goTo(run.getUrl() + "kube-release/console?release=" + back.id(), "text/plain")
                .getWebResponse()
                .getContentAsString();
        assertThat(console).contains("staging").contains("revision 3");
    }

    /** What the page says after somebody has pressed the button. */
    private static String rolledBack(JenkinsRule jenkins, String page) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            return ReleasePage.press(browser, new URL(jenkins.getURL(), page), "Roll back")
                    .asNormalizedText();
        }
    }

    private static HostedRelease awaitEnd(HostedReleases<Run<?, ?>> control, WorkflowRun run)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(TIME_LIMIT);
        while (last(control, run).state().result().isEmpty()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(200);
        }
        return last(control, run);
    }

    private static HostedRelease last(HostedReleases<Run<?, ?>> control, WorkflowRun run) {
        List<HostedRelease> all = control.find(run);
        return all.get(all.size() - 1);
    }
}
