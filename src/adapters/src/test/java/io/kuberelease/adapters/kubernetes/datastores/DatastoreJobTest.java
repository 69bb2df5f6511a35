package io.kuberelease.adapters.kubernetes.datastores;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.adapters.kubernetes.jobs.JobOwner;
import io.kuberelease.adapters.kubernetes.jobs.RestrictedPod;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Target;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.port.Datastores.DatastoreRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DatastoreJobTest {

    private static final AppName APP = new AppName("polls");
    private static final ReleaseId RELEASE = new ReleaseId("r1");
    private static final JobIdentity IDENTITY = JobIdentity.datastores(APP, RELEASE);

    private final DatastoreCatalogue catalogue = new DatastoreCatalogue();

    @Test
    void runsAllInOnePodThatEndsWithItsTimeLimit() {
        Job job = job(known("postgres"), known("redis"));

        assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(1800);
        assertThat(job.getSpec().getTtlSecondsAfterFinished()).isPositive();
        assertThat(job.getSpec().getTemplate().getSpec().getContainers())
                .extracting(Container::getName)
                .containsExactly("postgres", "redis");
    }

    @Test
    void keepsThePodFromANodeUntilItsSecretIsThere() {
        assertThat(job(known("redis")).getSpec().getTemplate().getSpec().getSchedulingGates())
                .hasSize(1);
    }

    @Test
    void opensItsOwnGateAndLeavesThoseOfOthersShut() {
        Pod pod = new PodBuilder()
                .withNewSpec()
                .addNewSchedulingGate("example.com/queue")
                .addNewSchedulingGate(DatastoreJob.GATE)
                .endSpec()
                .build();

        assertThat(DatastoreJob.isGated(pod)).isTrue();
        assertThat(DatastoreJob.opening(pod))
                .isEqualTo("[{\"op\":\"test\",\"path\":\"/spec/schedulingGates/1/name\","
                        + "\"value\":\"kube-release.io/secret\"},"
                        + "{\"op\":\"remove\",\"path\":\"/spec/schedulingGates/1\"}]");
        pod.getSpec().getSchedulingGates().remove(1);
        assertThat(DatastoreJob.isGated(pod)).isFalse();
    }

    @Test
    void letsTheClusterPutThePasswordIn() {
        Container redis = job(known("redis"))
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);

        assertThat(redis.getArgs()).containsSequence("--requirepass", "$(KUBE_RELEASE_PASSWORD)");
        assertThat(redis.getEnv()).extracting(EnvVar::getName).startsWith("KUBE_RELEASE_PASSWORD");
        assertThat(redis.getEnv().get(0).getValueFrom().getSecretKeyRef().getKey())
                .isEqualTo("redis.password");
    }

    @Test
    void fillsInEveryPlaceholderOfEveryKnownDatastore() {
        for (String name : catalogue.names()) {
            String yaml = Serialization.asYaml(job(known(name)));

            assertThat(yaml).as(name).doesNotContainPattern("\\{(host|port|user|password|database)}");
        }
    }

    @Test
    void saysAllThatStrictNamespacesDemandOfEveryKnownDatastore() {
        for (String name : catalogue.names()) {
            assertThat(RestrictedPod.lacks(
                            job(known(name)).getSpec().getTemplate().getSpec()))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void runsEachKnownDatastoreAsTheUserOfItsOfficialImage() {
        assertThat(user("postgres", "15")).isEqualTo(999);
        assertThat(user("postgres", "17-alpine3.22")).isEqualTo(70);
        assertThat(user("redis", "7-alpine")).isEqualTo(999);
        assertThat(user("rabbitmq", "4-management-alpine")).isEqualTo(100);
        assertThat(user("elasticsearch", "8.19.21")).isEqualTo(1000);
    }

    private long user(String name, String version) {
        return job(catalogue.of(name, version).orElseThrow())
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getSecurityContext()
                .getRunAsUser();
    }

    @Test
    void givesTheFirstOfTwoTheVariableThatBothOffer() {
        Map<String, String> values = secret(known("mariadb"), known("postgres"));

        assertThat(values.get("DATABASE_URL")).isEqualTo("mysql://root:secret-1@mariadb:3306/app");
        assertThat(values.get("MARIADB_URL")).isEqualTo(values.get("DATABASE_URL"));
        assertThat(values.get("POSTGRES_URL")).isEqualTo("postgresql://app:secret-2@postgres:5432/app");
        assertThat(Credentials.variables(List.of(known("mariadb"), known("postgres"))))
                .containsOnlyOnce("DATABASE_URL")
                .allSatisfy(name -> assertThat(values).containsKey(name));
    }

    @Test
    void makesPasswordsThatNeedNoQuotingAndDiffer() {
        Passwords passwords = new Passwords(new Random(1));

        assertThat(passwords.get()).matches("[A-Za-z0-9]{24}").isNotEqualTo(passwords.get());
    }

    private DatastoreSpec known(String name) {
        return catalogue.of(name, "1").orElseThrow();
    }

    private static Map<String, String> secret(DatastoreSpec... specs) {
        Iterator<String> passwords = List.of("secret-1", "secret-2").iterator();
        Secret secret = Credentials.secret(IDENTITY, JobOwner.of("job", "uid"), List.of(specs), passwords::next);
        return secret.getStringData();
    }

    private static Job job(DatastoreSpec... specs) {
        Target target = new Target("ci", Optional.empty(), new Namespace("ci"));
        return DatastoreJob.of(
                IDENTITY, new DatastoreRequest(RELEASE, APP, target, List.of(specs), Duration.ofMinutes(30)));
    }
}
