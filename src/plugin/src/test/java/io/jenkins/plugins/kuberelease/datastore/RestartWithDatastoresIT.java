package io.jenkins.plugins.kuberelease.datastore;

import static io.jenkins.plugins.kuberelease.datastore.AgentPipeline.begin;
import static io.jenkins.plugins.kuberelease.datastore.AgentPipeline.inAgent;
import static io.jenkins.plugins.kuberelease.datastore.AgentPipeline.lastOf;
import static io.jenkins.plugins.kuberelease.datastore.AgentPipeline.lines;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Node;
import hudson.model.Result;
import hudson.model.queue.CauseOfBlockage;
import hudson.slaves.Cloud;
import hudson.slaves.CloudProvisioningListener;
import hudson.slaves.NodeProvisioner;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Restarts Jenkins while datastores are started or in use: they are found again, and go with their block. */
class RestartWithDatastoresIT {
    /** A datastore that is ready when it is told so. */
    private static final String SLOW =
            "slow: [image: 'redis:7', port: 6379, ready: [command: ['test', '-e', '/tmp/go']]]";

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final AgentCloud cloud = new AgentCloud();

    @BeforeAll
    static void makeAnAgent(@TempDir Path context) throws Exception {
        // Otherwise Jenkins looks a while before it asks a cloud for its first agent.
        NodeProvisioner.NodeProvisionerInvoker.INITIALDELAY = 0;
        NodeProvisioner.NodeProvisionerInvoker.RECURRENCEPERIOD = 1000;
        AgentImage.push(context);
    }

    @AfterEach
    void leaveTheCluster() throws Exception {
        cloud.close();
    }

    @Test
    void aSecondPodThatStartsIsWaitedForAgain() throws Throwable {
        sessions.then(jenkins -> {
            cloud.addTo(jenkins);
            begin(jenkins, inAgent("withDatastores(" + SLOW + ") { echo 'in the block' }"));
            AgentCloud.await("the second pod", () -> cloud.isRunning("slow"));
        });
        List<String> before = cloud.left();
        sessions.then(jenkins -> {
            WorkflowRun run = lastOf(jenkins);
            AgentCloud.await("the step looks again", () -> timesIn(run, "datastores  slow") == 2);
            assertThat(cloud.left()).isEqualTo(before);

            cloud.letGo("slow");

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("in the block", run);
            AgentCloud.await("the end of the datastores", () -> cloud.left().isEmpty());
        });
    }

    @Test
    void sidecarsInUseStayUntilTheEndOfTheBlock() throws Throwable {
        sessions.then(jenkins -> {
            cloud.addTo(jenkins);
            WorkflowRun run = begin(jenkins, "withDatastores(redis: '7') { " + inAgent(lines()) + " }");
            jenkins.waitForMessage("in the block", run);
        });
        String before = cloud.agent().getMetadata().getUid();
        sessions.then(jenkins -> {
            assertThat(cloud.agent().getMetadata().getUid()).isEqualTo(before);

            cloud.letGo();

            WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(lastOf(jenkins)));
            jenkins.assertLogContains("+PONG", run);
            jenkins.assertLogContains("let go", run);
            AgentCloud.await("the end of the secret", () -> cloud.left().isEmpty());
        });
    }

    @Test
    void anAgentThatWasOnItsWayComesWithItsSidecars() throws Throwable {
        sessions.then(jenkins -> {
            cloud.addTo(jenkins);
            begin(jenkins, "withDatastores(redis: '7') { " + inAgent(lines()) + " }");
            Pod unused = cloud.agent();
        });
        sessions.then(jenkins -> {
            WorkflowRun run = lastOf(jenkins);
            jenkins.waitForMessage("in the block", run);

            cloud.letGo();

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("+PONG", run);
            AgentCloud.await("the end of the secret", () -> cloud.left().isEmpty());
        });
    }

    /** Nobody but the block knows of such a Secret: it is owned by its pod once that has come. */
    @Test
    void theSecretOfAnAgentThatNeverComesGoesWithTheBlock(@TempDir Path beside) throws Throwable {
        Path kept = beside.resolve("program");
        sessions.then(jenkins -> {
            cloud.addTo(jenkins);
            begin(jenkins, "withDatastores(redis: '7') { " + inAgent("echo 'too far'", AgentCloud.NOWHERE) + " }");
            AgentCloud.await("the agent's pod", cloud::hasAgent);
            Files.copy(program(), kept);
            OneAgent.enough();
            for (Node node : jenkins.jenkins.getNodes()) {
                jenkins.jenkins.removeNode(node);
            }
        });
        // As after a kill: what Jenkins writes when it is ended in order is lost.
        Files.copy(kept, program(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(cloud.left()).isNotEmpty().allMatch(each -> each.startsWith("Secret"));
        sessions.then(jenkins -> {
            WorkflowRun run = lastOf(jenkins);

            run.doStop();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            AgentCloud.await("the end of the secret", () -> cloud.left().isEmpty());
        });
    }

    private Path program() {
        return sessions.getHome().toPath().resolve("jobs/polls/builds/1/program.dat");
    }

    private static long timesIn(WorkflowRun run, String words) {
        try {
            return run.getLog(1000).stream()
                    .filter(line -> line.contains(words))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After the first agent there is no other, also not in a Jenkins that was restarted. */
    @TestExtension("theSecretOfAnAgentThatNeverComesGoesWithTheBlock")
    public static final class OneAgent extends CloudProvisioningListener {
        private static Path note() {
            return Jenkins.get().getRootDir().toPath().resolve("no-more-agents");
        }

        static void enough() throws Exception {
            Files.createFile(note());
        }

        @Override
        public @Nullable CauseOfBlockage canProvision(Cloud from, Cloud.CloudState state, int executors) {
            return Files.exists(note())
                    ? new CauseOfBlockage() {
                        @Override
                        public String getShortDescription() {
                            return "one agent is enough";
                        }
                    }
                    : null;
        }
    }
}
