package io.kuberelease.adapters.kubernetes.tests;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.cluster.KubeconfigClusters;
import io.kuberelease.adapters.kubernetes.datastores.KubernetesDatastores;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.RunningDatastores;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.plan.ContainerNeeds;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.TestSpec;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Datastores.DatastoreRequest;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.StageControl;
import io.kuberelease.port.TestRunner.PlannedCommand;
import io.kuberelease.port.TestRunner.TestRequest;
import io.kuberelease.port.TestRunner.TestResult;
import io.kuberelease.testkit.HeardProgress;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A namespace of a test's own in a real cluster, and what tests ask for in it; it is gone afterwards. */
public final class TestCluster implements AutoCloseable {

    private static final Path KUBECONFIG = Path.of(setting("KUBE_RELEASE_TEST_KUBECONFIG", "missing"));
    private static final String REGISTRY = setting("KUBE_RELEASE_TEST_REGISTRY", "localhost:5000");
    private static final String COURIER = setting("KUBE_RELEASE_TEST_BUSYBOX", "busybox:1.35");

    // The images of these tests belong to root.
    private static final ContainerNeeds ANYBODY = new ContainerNeeds(Optional.of(10001L), Optional.empty());

    private final KubeconfigClusters clusters = new KubeconfigClusters(List.of(KUBECONFIG));
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final DatastoreCatalogue catalogue = new DatastoreCatalogue();
    private final String namespace =
            "datastores-" + UUID.randomUUID().toString().substring(0, 8);

    public final AppName app = new AppName("polls");
    public final ReleaseId release = new ReleaseId("r1");
    public final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();

    public Target target() {
        return new Target(clusters.contexts().get(0), Optional.empty(), new Namespace(namespace));
    }

    public KubernetesClient client() {
        return clusters.client(target());
    }

    public KubernetesDatastores datastores() {
        return new KubernetesDatastores(clusters, GracePeriods.USUAL, workers, Clock.systemUTC(), new SecureRandom());
    }

    public KubernetesTestRunner runner(String workingDirectory) {
        return runner(workingDirectory, "10001");
    }

    private KubernetesTestRunner runner(String workingDirectory, String user) {
        return new KubernetesTestRunner(
                clusters,
                registry(workingDirectory, user),
                COURIER,
                ReportsKeeper.none(),
                GracePeriods.USUAL,
                workers,
                Clock.systemUTC());
    }

    public DatastoreSpec known(String name, String version) {
        return catalogue.of(name, version).orElseThrow();
    }

    public DatastoreRequest wanted(Duration lifetime, DatastoreSpec... specs) {
        return new DatastoreRequest(release, app, target(), List.of(specs), lifetime);
    }

    public StageControl control(String stage) {
        return control(stage, Cancellation.NEVER);
    }

    public StageControl control(String stage, Cancellation cancellation) {
        return new StageControl(
                release,
                new StageId(stage),
                Instant.now().plus(Duration.ofMinutes(3)),
                false,
                cancellation,
                HeardProgress.ofLines(log));
    }

    public TestRequest tests(
            String image, Optional<RunningDatastores> datastores, Optional<String> reports, String... command) {
        return new TestRequest(
                app, target(), image(image), new TestSpec(List.of(command), reports, Map.of(), ANYBODY), datastores);
    }

    /** What came of it, or the exception of the port itself. */
    public static <T> T outcome(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(4, TimeUnit.MINUTES);
        } catch (ExecutionException problem) {
            if (problem.getCause() instanceof ReleaseException ours) {
                throw ours;
            }
            throw new IllegalStateException(problem);
        } catch (Exception problem) {
            throw new IllegalStateException(problem);
        }
    }

    /** In an image that is said to have that user. */
    public TestResult run(TestRequest request, String workingDirectory, String user) {
        return outcome(runner(workingDirectory, user).run(request, control("test")));
    }

    public void checkAhead(ContainerNeeds needs) {
        runner("/").check(new PlannedCommand(target(), Optional.empty(), Optional.empty(), needs, new StageId("test")));
    }

    /** The namespace refuses pods that say too little of themselves. */
    public void makeStrict() {
        KubernetesClient client = client();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("all-say-what-they-take")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("requests.cpu", new Quantity("2"))
                        .addToHard("requests.memory", new Quantity("2Gi"))
                        .addToHard("limits.cpu", new Quantity("4"))
                        .addToHard("limits.memory", new Quantity("4Gi"))
                        .endSpec()
                        .build())
                .create();
        client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(account -> account != null, 20, TimeUnit.SECONDS);
    }

    public TestResult run(TestRequest request, String workingDirectory) {
        return outcome(runner(workingDirectory).run(request, control("test")));
    }

    @Override
    public void close() {
        client().namespaces().withName(namespace).delete();
        clusters.close();
        workers.shutdownNow();
    }

    private static ImageReference image(String nameAndTag) {
        String name = nameAndTag.substring(0, nameAndTag.indexOf(':'));
        String tag = nameAndTag.substring(name.length() + 1);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + REGISTRY + "/v2/" + name + "/manifests/" + tag))
                .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            String digest = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("Docker-Content-Digest")
                    .orElseThrow(() -> new IllegalStateException(REGISTRY + " has no " + nameAndTag));
            return new ImageReference(new ImageRepository(REGISTRY + "/" + name), new Digest(digest));
        } catch (java.io.IOException | InterruptedException problem) {
            throw new IllegalStateException(problem);
        }
    }

    private static ImageRegistry registry(String workingDirectory, String user) {
        return (ImageRegistry) Proxy.newProxyInstance(
                TestCluster.class.getClassLoader(),
                new Class<?>[] {ImageRegistry.class},
                (proxy, method, arguments) ->
                        new ImageRegistry.ImageConfig(workingDirectory, List.of(), List.of(), user));
    }

    private static String setting(String name, String otherwise) {
        return System.getProperty(name, System.getenv().getOrDefault(name, otherwise));
    }
}
