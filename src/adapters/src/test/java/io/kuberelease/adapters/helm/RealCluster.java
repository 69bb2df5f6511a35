package io.kuberelease.adapters.helm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.cluster.ClientClusters;
import io.kuberelease.adapters.cluster.ClusterSource;
import io.kuberelease.adapters.cluster.KubeconfigClusters;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.Deployer.DeployRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A namespace of its own in the cluster of {@code KUBE_RELEASE_TEST_KUBECONFIG}, and Helm deployments there. */
final class RealCluster implements AutoCloseable {
    private static final String SHELF = "shelves.tiny.kuberelease.io";
    private static final String HOST = "this-machine";

    private final HelmFixture helmFixture = new HelmFixture();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String namespace = "helm-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final Path kubeconfig;
    private final KubeconfigClusters clusters;
    private final String context;
    private final String image;

    private RealCluster(Path kubeconfig, String image) {
        this.kubeconfig = kubeconfig;
        this.clusters = new KubeconfigClusters(List.of(kubeconfig));
        this.context = clusters.contexts().get(0);
        this.image = image;
    }

    static RealCluster open() {
        String file = System.getProperty(
                "KUBE_RELEASE_TEST_KUBECONFIG", System.getenv().getOrDefault("KUBE_RELEASE_TEST_KUBECONFIG", ""));
        if (file.isEmpty()) {
            throw new IllegalStateException("set KUBE_RELEASE_TEST_KUBECONFIG to the kubeconfig of a test cluster");
        }
        String registry = System.getenv().getOrDefault("KUBE_RELEASE_TEST_REGISTRY", "localhost:5000");
        return new RealCluster(Path.of(file), registry + "/library/busybox@" + digestOfBusybox(registry));
    }

    /** What came of a deployment. */
    record Attempt(int revision, Optional<RuntimeException> failure) {
        RuntimeException problem() {
            return failure.orElseThrow(() -> new AssertionError("it went well: revision " + revision));
        }

        void rethrow() {
            throw problem();
        }
    }

    /** A deployment under way. */
    record Running(CompletionStage<Deployer.Deployment> stage) {
        Attempt end() {
            try {
                return new Attempt(
                        stage.toCompletableFuture()
                                .orTimeout(90, TimeUnit.SECONDS)
                                .join()
                                .revision(),
                        Optional.empty());
            } catch (CompletionException failed) {
                if (failed.getCause() instanceof RuntimeException problem) {
                    return new Attempt(0, Optional.of(problem));
                }
                throw failed;
            }
        }
    }

    HelmDeployer deployer() {
        return deployer(helmFixture.workers, HOST);
    }

    DeployRequest request(String version, String values) {
        return HelmFixture.request(helmFixture.bundle(version, values, image, ImageValues.USUAL), context, namespace);
    }

    /** A release of a chart that a test has made. */
    DeployRequest request(PackagedChart chart) {
        return HelmFixture.request(helmFixture.bundle(chart, image), context, namespace);
    }

    String image() {
        return image;
    }

    EnvironmentDiff compare(DeployRequest request) {
        return deployer().compare(request, HelmFixture.control("r-0")).diff();
    }

    Attempt deploy(String release, DeployRequest request) {
        return start(release, request, false, Cancellation.NEVER).end();
    }

    /** A deployment that a test stands on: when it fails, so does the test, with its cause. */
    void deployed(String release, DeployRequest request) {
        deploy(release, request).failure().ifPresent(problem -> {
            throw new AssertionError("the deployment before did not go well", problem);
        });
    }

    Running start(String release, DeployRequest request, boolean adopting, Cancellation cancellation) {
        return start(release, request, compare(request), adopting, cancellation);
    }

    Running start(
            String release,
            DeployRequest request,
            EnvironmentDiff expected,
            boolean adopting,
            Cancellation cancellation) {
        return new Running(deployer().deploy(request, expected, HelmFixture.control(release, adopting, cancellation)));
    }

    /** As another process would do it. */
    Running startElsewhere(HelmWorkers workers, String release, DeployRequest request) {
        return new Running(deployer(workers, HOST).deploy(request, compare(request), HelmFixture.control(release)));
    }

    /** Kills a writer and undoes what its parent, which lives in these tests, says about it in Helm's record. */
    void stopRecording(Running running, WriterMark writer) {
        HelmRevision pending = records().history().latest().orElseThrow();
        String secret = "sh.helm.release.v1.tiny.v" + pending.number();
        var left = client().secrets().withName(secret).require();
        ProcessHandle.of(writer.process()).orElseThrow().destroyForcibly();
        running.end();
        left.getMetadata().setResourceVersion(null);
        client().secrets().resource(left).update();
    }

    HelmRevision awaitPending(int revision) {
        return await(latest -> latest.number() == revision && latest.pending());
    }

    /** An install by Helm's own command. */
    void installedBy(HelmProgram helm, DeployRequest request) throws IOException {
        PackagedChart chart = PackagedChart.read(
                helmFixture.files.read(request.bundle().chart().digest()));
        Path archive = Files.write(Files.createTempFile("tiny", ".tgz"), chart.archive());
        Path values = Files.writeString(
                Files.createTempFile("values", ".yaml"),
                new EnvironmentValues(request.bundle(), request.environment().name(), chart).withImages());
        helm(helm, "install", "tiny", archive.toString(), "--create-namespace", "--skip-crds", "-f", values.toString());
        Files.delete(archive);
        Files.delete(values);
    }

    /** An upgrade by Helm's own command, killed in the middle of its hook. */
    void killedForeignUpgrade(DeployRequest request) throws IOException, InterruptedException {
        PackagedChart chart = PackagedChart.read(
                helmFixture.files.read(request.bundle().chart().digest()));
        Path archive = Files.write(Files.createTempFile("tiny", ".tgz"), chart.archive());
        String values =
                new EnvironmentValues(request.bundle(), request.environment().name(), chart).withImages();
        Path valuesFile = Files.writeString(Files.createTempFile("values", ".yaml"), values);
        Process helm = helmProcess("upgrade", "tiny", archive.toString(), "-f", valuesFile.toString());
        try {
            awaitPending(2);
        } catch (CompletionException late) {
            helm.destroyForcibly();
            throw new AssertionError(
                    "helm said: " + new String(helm.getInputStream().readAllBytes(), UTF_8), late);
        }
        helm.destroyForcibly().waitFor();
        Files.delete(archive);
        Files.delete(valuesFile);
    }

    /** What Helm's own command says. */
    String helm(String... arguments) {
        try {
            Process helm = helmProcess(arguments);
            return new String(helm.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException("these tests need helm on the PATH", problem);
        }
    }

    /** What this Helm's own command says, which has to go well. */
    String helm(HelmProgram helm, String... arguments) {
        return wentWell(helm.path(), "--kube-context", arguments);
    }

    /** Runs kubectl in the namespace. */
    void kubectl(String... arguments) {
        wentWell("kubectl", "--context", arguments);
    }

    private String wentWell(String program, String contextOption, String... arguments) {
        try {
            Process process = process(program, contextOption, arguments);
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
            return said;
        } catch (IOException problem) {
            throw new UncheckedIOException("these tests need " + program + " on the PATH", problem);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /** When the Job was made. */
    Instant created(String job) {
        return Instant.parse(client().batch()
                .v1()
                .jobs()
                .withName(job)
                .require()
                .getMetadata()
                .getCreationTimestamp());
    }

    /**
     * When the app's pod became ready, by its own word. A Deployment's status says so later: Helm, which asks the
     * ReplicaSet, does not wait for it.
     */
    Instant podReady(String app) {
        return client().pods().withLabel("app", app).list().getItems().stream()
                .flatMap(pod -> pod.getStatus().getConditions().stream())
                .filter(condition -> condition.getType().equals("Ready"))
                .filter(condition -> condition.getStatus().equals("True"))
                .map(condition -> Instant.parse(condition.getLastTransitionTime()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the pod of " + app + " is not ready"));
    }

    List<String> versionsOfShelf() {
        return shelf().getSpec().getVersions().stream()
                .map(CustomResourceDefinitionVersion::getName)
                .toList();
    }

    void giveShelfAnotherVersion(String name) {
        client().apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(SHELF)
                .edit(definition -> new CustomResourceDefinitionBuilder(definition)
                        .editSpec()
                        .addNewVersionLike(definition.getSpec().getVersions().get(0))
                        .withName(name)
                        .withStorage(false)
                        .endVersion()
                        .endSpec()
                        .build());
    }

    @Override
    public void close() {
        helmFixture.close();
        threads.shutdownNow();
        client().namespaces().withName(namespace).delete();
        client().apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(SHELF)
                .delete();
        clusters.close();
    }

    /** What is read for the release's own Secrets. */
    Map<String, Map<String, byte[]>> secretValues = Map.of();

    /** One who comes to the cluster in another way. */
    HelmDeployer deployer(ClusterSource access) {
        return new HelmDeployer(
                helmFixture.workers,
                new ClientClusters(access),
                helmFixture.files,
                threads,
                InstantSource.system(),
                HOST,
                (wanted, control) -> secretValues);
    }

    private HelmDeployer deployer(HelmWorkers workers, String host) {
        return new HelmDeployer(
                workers,
                clusters,
                helmFixture.files,
                threads,
                InstantSource.system(),
                host,
                (wanted, control) -> secretValues);
    }

    private HelmRecords records() {
        return new HelmRecords(client(), request("0.0.1", "{}").bundle().app());
    }

    private HelmRevision await(Predicate<HelmRevision> condition) {
        client().secrets()
                .withLabel("owner", "helm")
                .informOnCondition(secrets ->
                        records().history().latest().filter(condition).isPresent())
                .orTimeout(90, TimeUnit.SECONDS)
                .join();
        return records().history().latest().orElseThrow();
    }

    /** In the namespace, as an administrator. */
    KubernetesClient client() {
        return clusters.client(new Target(context, Optional.empty(), new Namespace(namespace)));
    }

    private CustomResourceDefinition shelf() {
        return client().apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(SHELF)
                .require();
    }

    private Process helmProcess(String... arguments) throws IOException {
        return process("helm", "--kube-context", arguments);
    }

    private Process process(String program, String contextOption, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        command.addAll(
                List.of("--namespace", namespace, "--kubeconfig", kubeconfig.toString(), contextOption, context));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String digestOfBusybox(String registry) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + registry + "/v2/library/busybox/manifests/1.35"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("Docker-Content-Digest")
                    .orElseThrow();
        } catch (IOException problem) {
            throw new UncheckedIOException("the test registry " + registry + " does not answer", problem);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while asking the test registry", stopped);
        }
    }
}
