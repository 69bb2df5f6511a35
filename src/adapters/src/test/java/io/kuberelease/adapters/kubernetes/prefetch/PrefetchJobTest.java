package io.kuberelease.adapters.kubernetes.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.model.AppName;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefetchJobTest {
    private static final ImageRepository POLLS = new ImageRepository("registry.example/acme/polls");
    private static final String IMAGE = POLLS + "@sha256:" + "1".repeat(64);
    private static final JobIdentity IDENTITY =
            JobIdentity.prefetch(new AppName("polls"), new ReleaseId("r1"), "production");

    @Test
    void itGoesWhereTheAppRunsNowInWhateverVersionAndNowhereElse() {
        PrefetchNodes nodes = PrefetchNodes.of(
                List.of(
                        pod("b", POLLS + "@sha256:" + "2".repeat(64)),
                        pod("a", POLLS + ":1.3.0"),
                        pod("a", POLLS + ":1.3.0"),
                        pod("c", POLLS + "-admin:1.3.0"),
                        pod("d", "postgres:15"),
                        new PodBuilder(pod("e", POLLS + ":1"))
                                .editSpec()
                                .withNodeName(null)
                                .endSpec()
                                .build()),
                List.of(POLLS));

        assertThat(nodes.names()).containsExactly("a", "b");
        assertThat(terms(job(nodes)))
                .extracting(term -> term.getMatchFields().get(0).getValues())
                .containsExactly(List.of("a"), List.of("b"));
        assertThat(job(nodes).getSpec().getParallelism()).isEqualTo(2);
    }

    @Test
    void ofManyNodesItTakesTen() {
        List<Pod> pods = IntStream.range(0, 300)
                .mapToObj(number -> pod("node-" + number, POLLS + ":1"))
                .toList();

        assertThat(PrefetchNodes.of(pods, List.of(POLLS)).names()).hasSize(10);
    }

    @Test
    void itReachesTheRegistryAndTheNodesAsTheAppDoes() {
        Toleration toleration = new Toleration("NoSchedule", "gpu", "Exists", null, null);
        Pod app = new PodBuilder(pod("a", POLLS + ":1"))
                .editSpec()
                .addToImagePullSecrets(new LocalObjectReference("registry"))
                .withTolerations(toleration)
                .endSpec()
                .build();

        PodSpec spec = spec(job(PrefetchNodes.of(List.of(app, app), List.of(POLLS))));

        assertThat(spec.getImagePullSecrets()).containsExactly(new LocalObjectReference("registry"));
        assertThat(spec.getTolerations()).containsExactly(toleration);
    }

    @Test
    void whereTheAppDoesNotRunYetTheSchedulerChoosesOne() {
        Job job = job(PrefetchNodes.of(List.of(), List.of(POLLS)));

        assertThat(job.getSpec().getParallelism()).isEqualTo(1);
        assertThat(spec(job).getAffinity().getNodeAffinity()).isNull();
    }

    @Test
    void itLeavesNothingBehindWhoeverIsGone() {
        Job job = job(PrefetchNodes.of(List.of(), List.of(POLLS)));

        assertThat(job.getSpec().getTtlSecondsAfterFinished()).isZero();
        assertThat(job.getSpec().getActiveDeadlineSeconds()).isPositive();
        assertThat(job.getMetadata().getName()).isEqualTo("polls-r1-prefetch-production");
        assertThat(spec(job).getRestartPolicy()).isEqualTo("Never");
    }

    private static List<NodeSelectorTerm> terms(Job job) {
        return spec(job)
                .getAffinity()
                .getNodeAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .getNodeSelectorTerms();
    }

    private static PodSpec spec(Job job) {
        return job.getSpec().getTemplate().getSpec();
    }

    private static Job job(PrefetchNodes nodes) {
        return PrefetchJob.of(IDENTITY, List.of(IMAGE), nodes, "busybox:1.35");
    }

    private static Pod pod(String node, String image) {
        return new PodBuilder()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
    }
}
