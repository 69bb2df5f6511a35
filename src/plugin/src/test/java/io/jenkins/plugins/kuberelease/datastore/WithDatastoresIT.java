package io.jenkins.plugins.kuberelease.datastore;

import static io.jenkins.plugins.kuberelease.datastore.AgentPipeline.PING;
import static io.jenkins.plugins.kuberelease.datastore.AgentPipeline.begin;
import static io.jenkins.plugins.kuberelease.datastore.AgentPipeline.inAgent;
import static io.jenkins.plugins.kuberelease.datastore.AgentPipeline.lastOf;
import static io.jenkins.plugins.kuberelease.datastore.AgentPipeline.lines;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.slaves.NodeProvisioner;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Datastores beside real agent pods, in a real cluster. */
class WithDatastoresIT {
    /** What each of three servers says first, or to a question, to somebody without any client. */
    private static final String GREETINGS = """
            bash -ec '
            exec 3<>/dev/tcp/$MARIADB_HOST/$MARIADB_PORT; head -c 40 <&3 | grep -ao "[0-9.]*-MariaDB"
            exec 3<>/dev/tcp/$RABBITMQ_HOST/$RABBITMQ_PORT
            printf "AMQP\\\\0\\\\0\\\\011\\\\1" >&3; timeout 2 cat <&3 | grep -ao -m 1 RabbitMQ
            exec 3<>/dev/tcp/$ELASTICSEARCH_HOST/$ELASTICSEARCH_PORT
            printf "GET /_cluster/health HTTP/1.0\\\\r\\\\n\\\\r\\\\n" >&3; grep -a number_of_nodes <&3
            '
            """;

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
    void areASecondPodOwnedByARunningAgentPodAndOutliveARestart() throws Throwable {
        sessions.then(jenkins -> {
            cloud.addTo(jenkins);
            WorkflowRun run = begin(jenkins, inAgent("withDatastores(postgres: '15', redis: '7') { " + lines() + " }"));
            jenkins.waitForMessage("in the block", run);

            Job job = cloud.client
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(cloud.namespace)
                    .list()
                    .getItems()
                    .get(0);
            assertThat(job.getMetadata().getOwnerReferences().get(0).getName())
                    .isEqualTo(cloud.agent().getMetadata().getName());
            assertThat(job.getSpec().getActiveDeadlineSeconds()).isPositive();
        });
        sessions.then(jenkins -> {
            WorkflowRun run = lastOf(jenkins);
            cloud.letGo();

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("+PONG", run);
            jenkins.assertLogContains("password ****", run);
            jenkins.assertLogContains("let go", run);
            AgentCloud.await("the end of the datastores", () -> cloud.left().isEmpty());
        });
    }

    @Test
    void areSidecarsOfAgentPodsMadeInTheBlock() throws Throwable {
        sessions.then(jenkins -> {
            cloud.addTo(jenkins);
            WorkflowRun run = begin(jenkins, "withDatastores(postgres: '15', redis: '7') { " + inAgent(lines()) + " }");
            jenkins.waitForMessage("in the block", run);

            assertThat(cloud.agent().getSpec().getContainers())
                    .extracting(Container::getName)
                    .containsExactlyInAnyOrder("jnlp", "postgres", "redis");
            assertThat(cloud.left()).singleElement().asString().startsWith("Secret");
            cloud.letGo();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("+PONG", run);
            jenkins.assertLogContains("at redis", run);
            AgentCloud.await("the end of the secret", () -> cloud.left().isEmpty());
        });
    }

    @Test
    void areADatabaseAQueueAndASearchEngineBesideAnAgent() throws Throwable {
        sessions.then(jenkins -> {
            cloud.addTo(jenkins);
            String script = inAgent("withDatastores(mariadb: '10.11', rabbitmq: '3.10', elasticsearch: '8.19.21') { "
                    + "sh '''" + GREETINGS + "''' }");

            WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(begin(jenkins, script)));

            jenkins.assertLogContains("10.11.", run);
            jenkins.assertLogContains("RabbitMQ", run);
            jenkins.assertLogContains("number_of_nodes", run);
            AgentCloud.await("the end of the datastores", () -> cloud.left().isEmpty());
        });
    }

    @Test
    void areGoneFiveSecondsAfterAnAbort() throws Throwable {
        sessions.then(jenkins -> {
            cloud.addTo(jenkins);
            WorkflowRun run = begin(jenkins, inAgent("withDatastores(redis: '7') { " + lines() + " }"));
            jenkins.waitForMessage("in the block", run);

            Instant asked = Instant.now();
            run.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));

            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
            AgentCloud.await("the end of the datastores", () -> cloud.left().isEmpty());
        });
    }

    @Test
    void areGoneWithAnAgentThatIsKilled() throws Throwable {
        sessions.then(jenkins -> {
            cloud.addTo(jenkins);
            WorkflowRun run = begin(jenkins, inAgent("withDatastores(redis: '7') { " + lines() + " }"));
            jenkins.waitForMessage("in the block", run);

            cloud.client
                    .pods()
                    .inNamespace(cloud.namespace)
                    .resource(cloud.agent())
                    .withGracePeriod(0)
                    .delete();

            AgentCloud.await("the end of the datastores", () -> cloud.left().isEmpty());
            run.doStop();
            jenkins.waitForCompletion(run);
        });
    }

    @Test
    void runInANamedClusterAndSayWhenTheAgentDoesNotReachThem() throws Throwable {
        sessions.then(jenkins -> {
            cloud.addTo(jenkins);
            String named = "cluster: 'staging', namespace: '" + cloud.namespace + "'";
            String deaf = "odd: [image: 'redis:7', port: 6399, ready: [command: ['true']]]";
            String script = inAgent(
                    "withDatastores(%1$s, redis: '7') { sh '''%2$s''' }; withDatastores(%1$s, %3$s) { echo 'too far' }"
                            .formatted(named, PING, deaf));

            WorkflowRun run =
                    jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(begin(jenkins, script)));

            jenkins.assertLogContains("+PONG", run);
            jenkins.assertLogContains("does not reach them", run);
            jenkins.assertLogNotContains("too far", run);
            AgentCloud.await("the end of the datastores", () -> cloud.left().isEmpty());
        });
    }
}
