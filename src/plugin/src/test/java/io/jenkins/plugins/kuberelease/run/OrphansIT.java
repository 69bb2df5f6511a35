package io.jenkins.plugins.kuberelease.run;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.HelmWorkerInPlace;
import io.jenkins.plugins.kuberelease.ground.KeptJournal;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.kuberelease.journal.ReleaseResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A pipeline's program is lost, as it may be when a controller is killed: the build ends, its release goes on. */
@ExtendWith(HelmWorkerInPlace.class)
class OrphansIT {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    @Test
    void aReleaseGoesOnWithoutItsBuild() throws Throwable {
        sessions.then(jenkins -> {
            DevClusters.configure(jenkins);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
            DevClusters.giveHello(jenkins.jenkins.getWorkspaceFor(job), namespace.name());
            job.setDefinition(new CpsFlowDefinition("node { kubeRelease() }", true));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            KeptJournal.of(run).awaitStarted("staging.deploy");
        });
        Files.delete(program());
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("hello", WorkflowJob.class)
                    .getLastBuild();
            jenkins.waitForCompletion(run);

            ExtensionList.lookupSingleton(Orphans.class).execute(TaskListener.NULL);
            KeptJournal.of(run)
                    .await("the release is over", state -> state.result().isPresent());

            assertThat(KeptJournal.of(run).state().result()).contains(ReleaseResult.SUCCEEDED);
        });
    }

    private Path program() {
        return sessions.getHome().toPath().resolve("jobs/hello/builds/1/program.dat");
    }
}
