package io.jenkins.plugins.kuberelease.ground;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Kills a Jenkins in a process of its own again and again during the one build of a job, and starts it. */
public final class Kills {
    private final RealJenkinsExtension jenkins;
    private final String job;
    private ProcessHandle process = ProcessHandle.current();

    /** Of this Jenkins, which is not started yet. */
    public Kills(RealJenkinsExtension jenkins, String job) {
        this.jenkins = jenkins;
        this.job = job;
    }

    /** Starts it. */
    public void start() throws Throwable {
        jenkins.startJenkins();
        long pid = jenkins.runRemotely(Kills::pid);
        process = ProcessHandle.of(pid).orElseThrow();
    }

    /** Once a stage of the newest release has begun. */
    public void in(String stage) throws Throwable {
        journal().awaitStarted(stage);
        now();
    }

    /** At this moment; goes on when the release does. */
    public void now() throws Throwable {
        jenkins.stopJenkinsForcibly();
        process.onExit().get(1, TimeUnit.MINUTES);
        System.err.println("Killed in " + running());
        Instant killed = Instant.now();
        start();
        journal().awaitTakenUp(killed);
    }

    /** Of the newest release. */
    public KeptJournal journal() {
        return KeptJournal.of(jenkins.getHome().toPath(), job);
    }

    /** For the reader of the log: what was under way. */
    private List<String> running() throws IOException {
        return journal().state().all().stream()
                .filter(stage -> stage.isRunning() || stage.isWaiting())
                .map(stage -> stage.stage().id().value())
                .toList();
    }

    private static Long pid(JenkinsRule in) {
        return ProcessHandle.current().pid();
    }
}
