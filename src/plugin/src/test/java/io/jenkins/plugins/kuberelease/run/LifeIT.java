package io.jenkins.plugins.kuberelease.run;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.plugins.git.GitSCM;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.kuberelease.ground.Await;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.KeptJournal;
import io.jenkins.plugins.kuberelease.ground.LocalRepositories;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.jenkins.plugins.kuberelease.ground.SourceRepository;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A build and its release end together: neither outlives the other by mistake, whatever happens on the way. */
@ExtendWith(LocalRepositories.class)
@WithJenkins
class LifeIT {
    private static final Duration ABORT = Duration.ofSeconds(5);
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    @Test
    void anAbortWhileItIsBeingOpenedIsTheEndOfARelease(JenkinsRule jenkins) throws Exception {
        HeldAccess held = HeldAccess.installed().keeping();
        WorkflowRun run = begin(jenkins);
        held.awaitReached();

        Duration ended = abort(jenkins, run);
        held.letGo();
        ExtensionList.lookupSingleton(Orphans.class).execute(TaskListener.NULL);

        assertThat(ended).isLessThan(ABORT);
        KeptJournal journal = KeptJournal.of(run);
        journal.await("the release is over", state -> state.result().isPresent());
        assertThat(journal.state().result()).contains(ReleaseResult.ABORTED);
        assertThat(journal.state().all()).noneMatch(StageState::wasBegun);
        Await.until(
                "nothing is assigned",
                TIME_LIMIT,
                () -> ReleaseHost.get().running().assignments().isEmpty());
    }

    @Test
    void aReleaseThatCouldNotBeginDoesNotBeginLater(JenkinsRule jenkins) throws Exception {
        HeldAccess.installed().stumblingOnce(() -> {
            throw new ReleaseException.Failed(Cause.of(CauseKind.MISSING_TOOL, "could not start the Helm worker"));
        });
        WorkflowRun run = begin(jenkins);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));

        ExtensionList.lookupSingleton(Orphans.class).execute(TaskListener.NULL);

        jenkins.assertLogContains("could not start the Helm worker", run);
        assertThat(ReleaseHost.get().running().assignments()).isEmpty();
        assertThat(KeptJournal.of(run).state().result()).contains(ReleaseResult.ERRORED);
    }

    @Test
    void aClassThatIsMissingEndsTheBuild(JenkinsRule jenkins) throws Exception {
        HeldAccess.installed().stumblingOnce(() -> {
            throw new NoClassDefFoundError("org/example/Gone");
        });
        WorkflowRun run = begin(jenkins);

        Await.until("the build is over", TIME_LIMIT, () -> !run.isBuilding());

        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("org/example/Gone", run);
    }

    @Test
    void aBuildEndsAlsoWhenItCanNotBeWrittenDownThatItsReleaseIsOver(JenkinsRule jenkins) throws Exception {
        HeldAccess held = HeldAccess.installed().keeping();
        WorkflowRun run = begin(jenkins);
        held.awaitReached();
        spoilTheList(jenkins);
        held.letGo();

        Await.until("the build is over", TIME_LIMIT, () -> !run.isBuilding());

        jenkins.assertBuildStatusSuccess(run);
    }

    @Test
    void anAbortEndsAReleaseWhoseImageWaitsForAnAgent(JenkinsRule jenkins, @TempDir Path repository) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave(jenkins.jenkins.getLabelAtom("rare"));
        WorkflowRun run = beginFrom(jenkins, repository);
        KeptJournal.of(run).awaitStarted("build");
        jenkins.jenkins.removeNode(agent);
        Await.until("the image waits for an agent", TIME_LIMIT, () -> !Queue.getInstance()
                .isEmpty());

        Duration ended = abort(jenkins, run);

        assertThat(ended).isLessThan(ABORT);
        Await.until("nothing waits for an agent", TIME_LIMIT, () -> Queue.getInstance()
                .isEmpty());
        Await.until(
                "nothing is assigned",
                TIME_LIMIT,
                () -> ReleaseHost.get().running().assignments().isEmpty());
        assertThat(KeptJournal.of(run).state().result()).contains(ReleaseResult.ABORTED);
        assertThat(KeptJournal.of(run)
                        .state()
                        .stage(new StageId("staging.lock"))
                        .wasBegun())
                .isFalse();
    }

    private WorkflowRun begin(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        DevClusters.giveHello(jenkins.jenkins.getWorkspaceFor(job), namespace.name());
        job.setDefinition(new CpsFlowDefinition("node { kubeRelease only: 'build' }", true));
        return job.scheduleBuild2(0).waitForStart();
    }

    /** Outside of node, with an image that takes long to build. */
    private WorkflowRun beginFrom(JenkinsRule jenkins, Path repository) throws Exception {
        DevClusters.configure(jenkins);
        FilePath source = new FilePath(repository.toFile());
        DevClusters.giveHello(source, namespace.name());
        FilePath dockerfile = source.child("Dockerfile");
        dockerfile.write(dockerfile.readToString() + "\nRUN sleep 120 # " + namespace.name() + "\n", "UTF-8");
        SourceRepository.of(repository, "kubeRelease label: 'rare'");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        job.setDefinition(new CpsScmFlowDefinition(new GitSCM(repository.toString()), "Jenkinsfile"));
        return job.scheduleBuild2(0).waitForStart();
    }

    /** How long it took. */
    private static Duration abort(JenkinsRule jenkins, WorkflowRun run) throws Exception {
        Instant asked = Instant.now();
        run.doStop();
        Await.until("the build is over", TIME_LIMIT, () -> !run.isBuilding());
        Duration took = Duration.between(asked, Instant.now());
        jenkins.assertBuildStatus(Result.ABORTED, run);
        return took;
    }

    /** A directory in the place of the file can be neither read nor replaced, as on a disk that fails. */
    private static void spoilTheList(JenkinsRule jenkins) {
        Path file = jenkins.jenkins.getRootDir().toPath().resolve("io.jenkins.plugins.kuberelease.underway");
        try {
            Files.deleteIfExists(file);
            Files.createDirectories(file.resolve("in the way"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
