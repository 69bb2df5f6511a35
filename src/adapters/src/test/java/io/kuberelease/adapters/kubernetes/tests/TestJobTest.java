package io.kuberelease.adapters.kubernetes.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.adapters.kubernetes.jobs.RestrictedPod;
import io.kuberelease.model.AppName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.RunningDatastores;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.plan.ContainerNeeds;
import io.kuberelease.plan.Resources;
import io.kuberelease.plan.TestSpec;
import io.kuberelease.port.TestRunner.TestRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestJobTest {

    private static final AppName APP = new AppName("polls");
    private static final ImageReference IMAGE = ImageReference.parse("registry.test/polls@sha256:" + "a".repeat(64));
    private static final Target TARGET = new Target("ci", Optional.empty(), new Namespace("ci"));
    private static final JobIdentity IDENTITY =
            JobIdentity.command(APP, new ReleaseId("r1"), new StageId("staging.verify"));

    @Test
    void takesVariablesFromTheSecretByReferenceAndTheReleaseFilesOwnFirst() {
        Container container = pod(Map.of("REDIS_URL", "own", "PRICE", "$(not a variable)"), Optional.empty())
                .getContainers()
                .get(0);

        assertThat(container.getImage()).isEqualTo(IMAGE.toString());
        assertThat(container.getEnv()).extracting("name").containsExactly("DATABASE_URL", "PRICE", "REDIS_URL");
        assertThat(container.getEnv().get(0).getValueFrom().getSecretKeyRef().getName())
                .isEqualTo("the-secret");
        assertThat(container.getEnv().get(1).getValue()).isEqualTo("$$(not a variable)");
    }

    @Test
    void findsDatastoresByTheNamesOfAComposeFile() {
        PodSpec pod = pod(Map.of(), Optional.empty());

        assertThat(pod.getHostAliases()).singleElement().satisfies(alias -> {
            assertThat(alias.getIp()).isEqualTo("10.0.0.7");
            assertThat(alias.getHostnames()).containsExactly("postgres", "db", "redis");
        });
        assertThat(pod.getInitContainers()).isEmpty();
    }

    @Test
    void goesWithTheDatastores() {
        Job job = job(Map.of(), Optional.empty());

        assertThat(job.getMetadata().getName()).isEqualTo("polls-r1-staging-verify");
        assertThat(job.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid()).isEqualTo("uid-1");
            assertThat(owner.getBlockOwnerDeletion()).isTrue();
        });
        assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(90);
    }

    @Test
    void carriesReportsOutByASecondContainerThatEndsAfterTheTests() {
        PodSpec pod = pod(Map.of(), Optional.of(new ReportsPlace("/app/build/reports", "*.xml")));

        Container courier = pod.getInitContainers().get(0);
        assertThat(courier.getRestartPolicy()).isEqualTo("Always");
        assertThat(courier.getImage()).isEqualTo("busybox:1.36");
        assertThat(pod.getContainers().get(0).getVolumeMounts())
                .extracting("mountPath")
                .containsExactly("/app/build/reports");
    }

    @Test
    void saysAllThatStrictNamespacesDemandAlsoOfTheContainerThatCarriesReports() {
        PodSpec pod = pod(Map.of(), Optional.of(new ReportsPlace("/app/build/reports", "*.xml")));

        assertThat(RestrictedPod.lacks(pod)).isEmpty();
        Container courier = pod.getInitContainers().get(0);
        assertThat(courier.getSecurityContext().getRunAsUser()).isEqualTo(10001);
        assertThat(courier.getVolumeMounts()).extracting("mountPath").contains("/tmp");
    }

    @Test
    void runsAsRootAndTakesMoreWhereTheReleaseFileSaysSo() {
        ContainerNeeds needs = new ContainerNeeds(
                Optional.of(0L), Optional.of(new Resources(Map.of("cpu", "2"), Map.of("memory", "4Gi"))));
        TestRequest request = new TestRequest(
                APP, TARGET, IMAGE, new TestSpec(List.of("make"), Optional.empty(), Map.of(), needs), Optional.empty());

        Container container = TestJob.of(IDENTITY, request, Optional.empty(), "busybox:1.36", 0, Duration.ofSeconds(90))
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);

        assertThat(container.getSecurityContext().getRunAsUser()).isZero();
        assertThat(container.getSecurityContext().getRunAsNonRoot()).isFalse();
        assertThat(container.getResources().getRequests()).containsEntry("cpu", new Quantity("2"));
        assertThat(container.getResources().getLimits()).containsEntry("memory", new Quantity("4Gi"));
    }

    @Test
    void givesLongNamesThatDifferOnlyAtTheirEndDifferentJobs() {
        AppName app = new AppName("a".repeat(53));
        ReleaseId release = new ReleaseId("b".repeat(40));

        JobIdentity one = JobIdentity.command(app, release, new StageId("test"));
        JobIdentity two = JobIdentity.command(app, release, new StageId("staging.verify"));

        assertThat(one.name()).hasSize(63).isNotEqualTo(two.name());
        assertThat(one.labels().values()).allSatisfy(value -> assertThat(value).hasSizeLessThanOrEqualTo(63));
    }

    private static PodSpec pod(Map<String, String> environment, Optional<ReportsPlace> place) {
        return job(environment, place).getSpec().getTemplate().getSpec();
    }

    private static Job job(Map<String, String> environment, Optional<ReportsPlace> place) {
        RunningDatastores datastores = new RunningDatastores(
                TARGET,
                "polls-r1-datastores",
                "uid-1",
                "10.0.0.7",
                List.of("postgres", "db", "redis"),
                "the-secret",
                List.of("DATABASE_URL", "REDIS_URL"),
                Map.of());
        TestSpec tests = new TestSpec(List.of("make", "test"), Optional.empty(), environment);
        TestRequest request = new TestRequest(APP, TARGET, IMAGE, tests, Optional.of(datastores));
        return Serialization.clone(TestJob.of(IDENTITY, request, place, "busybox:1.36", 10001, Duration.ofSeconds(90)));
    }
}
