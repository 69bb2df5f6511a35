package io.jenkins.plugins.kuberelease.run;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.KeptJournal;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.StageId;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A pipeline's program is lost, as it may be when a controller is killed: the build ends, its release goes on. */
class OrphansIT {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    @Test
    void aReleaseGoesOnWithoutItsBuild() throws Throwable {
        loseThePipelineIn("staging.deploy", workspace -> {});

        sessions.then(jenkins -> {
            takeUp(jenkins).await("the release is over", state -> state.result().isPresent());

            assertThat(journal(jenkins).state().result()).contains(ReleaseResult.SUCCEEDED);
        });
    }

    /** The job names no source: it is in the workspace alone. No image is there before Jenkins ends: it takes too long. */
    @Test
    void itsImageIsBuiltInTheWorkspaceThatTheStepStoodIn() throws Throwable {
        loseThePipelineIn("build", workspace -> takeLong(workspace.child("Dockerfile")));
        assertThat(built()).isFalse();
        FilePath dockerfile = new FilePath(sessions.getHome()).child("workspace/hello/Dockerfile");
        dockerfile.write(dockerfile.readToString().replace("sleep 120", "true"), "UTF-8");

        sessions.then(jenkins -> {
            takeUp(jenkins).await("the release is over", state -> state.result().isPresent());

            assertThat(journal(jenkins).state().result()).contains(ReleaseResult.SUCCEEDED);
        });
    }

    @Test
    void itIsErroredAtOnceWhenTheSourceIsGone() throws Throwable {
        loseThePipelineIn("build", workspace -> takeLong(workspace.child("Dockerfile")));
        assertThat(built()).isFalse();
        new FilePath(sessions.getHome()).child("workspace/hello").deleteRecursive();

        sessions.then(jenkins -> {
            takeUp(jenkins).await("the release is over", state -> state.result().isPresent());

            assertThat(journal(jenkins).state().result()).contains(ReleaseResult.ERRORED);
            assertThat(journal(jenkins).state().stage(new StageId("build")).outcome())
                    .hasValueSatisfying(outcome -> assertThat(outcome)
                            .isInstanceOfSatisfying(StageOutcome.Errored.class, errored -> assertThat(
                                            errored.cause().summary())
                                    .contains("can't be had again")));
        });
    }

    /** Something that is done in the workspace before. */
    private interface Change {
        void in(FilePath workspace) throws Exception;
    }

    private void takeLong(FilePath dockerfile) throws Exception {
        dockerfile.write(dockerfile.readToString() + "\nRUN sleep 120 # " + namespace.name() + "\n", "UTF-8");
    }

    /** Whether an image was there when Jenkins had ended. */
    private boolean built() throws Exception {
        return KeptJournal.of(sessions.getHome().toPath(), "hello")
                .state()
                .stage(new StageId("build"))
                .outcome()
                .isPresent();
    }

    private void loseThePipelineIn(String stage, Change change) throws Throwable {
        sessions.then(jenkins -> {
            DevClusters.configure(jenkins);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
            DevClusters.giveHello(jenkins.jenkins.getWorkspaceFor(job), namespace.name());
            change.in(jenkins.jenkins.getWorkspaceFor(job));
            job.setDefinition(new CpsFlowDefinition("node { kubeRelease() }", true));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            KeptJournal.of(run).awaitStarted(stage);
        });
        Files.delete(program());
    }

    private static KeptJournal takeUp(JenkinsRule jenkins) throws Exception {
        jenkins.waitForCompletion(run(jenkins));
        ExtensionList.lookupSingleton(Orphans.class).execute(TaskListener.NULL);
        return journal(jenkins);
    }

    private static KeptJournal journal(JenkinsRule jenkins) {
        return KeptJournal.of(run(jenkins));
    }

    private static WorkflowRun run(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("hello", WorkflowJob.class).getLastBuild();
    }

    private Path program() {
        return sessions.getHome().toPath().resolve("jobs/hello/builds/1/program.dat");
    }
}
