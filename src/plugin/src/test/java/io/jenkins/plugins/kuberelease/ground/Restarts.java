package io.jenkins.plugins.kuberelease.ground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Restarts Jenkins again and again during the one build of a job, each time in a stage that a test names. */
public final class Restarts {
    private final JenkinsSessionExtension sessions;
    private final String job;

    /** In these sessions, whose Jenkins has {@link StageBreakpoint#access}. */
    public Restarts(JenkinsSessionExtension sessions, String job) {
        this.sessions = sessions;
        this.job = job;
    }

    /** What a Jenkins does before it ends in a stage. */
    public interface Deed {
        void in(JenkinsRule jenkins, StageBreakpoint stageBreakpoint) throws Exception;
    }

    /** Once more, in a stage of the newest release. */
    public void in(String stage) throws Throwable {
        in(stage, (jenkins, stageBreakpoint) -> {});
    }

    /** The same after something was done. */
    public void in(String stage, Deed before) throws Throwable {
        StageBreakpoint stageBreakpoint = StageBreakpoint.in(stage, home());
        sessions.then(jenkins -> {
            before.in(jenkins, stageBreakpoint);
            stageBreakpoint.await();
        });
        if (!stage.equals(StageBreakpoint.PLANNING)) {
            assertThat(journal().isIn(stage, stageBreakpoint.since()))
                    .as("Jenkins ended in " + stage)
                    .isTrue();
        }
        stageBreakpoint.end();
    }

    /** Of the newest release. */
    public KeptJournal journal() {
        return KeptJournal.of(home(), job);
    }

    /** The build. */
    public WorkflowRun run(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName(job, WorkflowJob.class).getLastBuild();
    }

    private Path home() {
        return sessions.getHome().toPath();
    }
}
