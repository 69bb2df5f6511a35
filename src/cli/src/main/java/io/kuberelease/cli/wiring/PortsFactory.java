package io.kuberelease.cli.wiring;

import io.kuberelease.adapters.builders.BuildSetup;
import io.kuberelease.adapters.builders.FoundImageBuilder;
import io.kuberelease.adapters.bundle.OciBundleStore;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.files.DirectoryEvidence;
import io.kuberelease.adapters.files.DirectoryReleaseFiles;
import io.kuberelease.adapters.helm.ChartRepositories;
import io.kuberelease.adapters.helm.HelmChartPackager;
import io.kuberelease.adapters.helm.HelmDeployer;
import io.kuberelease.adapters.helm.HelmValues;
import io.kuberelease.adapters.helm.HelmWorkerCommand;
import io.kuberelease.adapters.helm.HelmWorkers;
import io.kuberelease.adapters.helm.KnownRepositories;
import io.kuberelease.adapters.http.ProxiedHttp;
import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.adapters.kubernetes.approvals.KubernetesApprovals;
import io.kuberelease.adapters.kubernetes.approvals.WitnessedDecisions;
import io.kuberelease.adapters.kubernetes.datastores.KubernetesDatastores;
import io.kuberelease.adapters.kubernetes.diagnosis.Patience;
import io.kuberelease.adapters.kubernetes.lock.KubernetesLock;
import io.kuberelease.adapters.kubernetes.probe.KubernetesProbe;
import io.kuberelease.adapters.kubernetes.records.KubernetesRecords;
import io.kuberelease.adapters.kubernetes.tests.KubernetesTestRunner;
import io.kuberelease.adapters.kubernetes.tests.ReportsKeeper;
import io.kuberelease.adapters.kubernetes.tracking.KubernetesTracker;
import io.kuberelease.adapters.oci.OciRegistry;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.adapters.process.Programs;
import io.kuberelease.adapters.registryauth.DockerConfigAuth;
import io.kuberelease.adapters.registryauth.FoundRegistryAuth;
import io.kuberelease.adapters.registryauth.ecr.AwsAccess;
import io.kuberelease.adapters.registryauth.ecr.EcrAuth;
import io.kuberelease.adapters.registryauth.ecr.RepositoryCreation;
import io.kuberelease.adapters.registryauth.google.GoogleAccess;
import io.kuberelease.adapters.registryauth.google.GoogleAuth;
import io.kuberelease.adapters.testmark.OciTestMarks;
import io.kuberelease.cli.session.Threads;
import io.kuberelease.engine.Ports;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.EnvironmentProbe;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.ReleaseFiles;
import io.kuberelease.port.ResourceTracker;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything outside that a release needs: real builders, registries and clusters. */
public final class PortsFactory implements AutoCloseable {
    private static final Duration REGISTRY_REQUEST = Duration.ofSeconds(60);
    /** Carries test reports out of the cluster; any image with sh, find, tar and base64 will do. */
    private static final String COURIER = "busybox:1.35";

    private final Surroundings surroundings;
    private final ChildEnvironment children;
    private final Clusters clusters;
    private final ExecutorService workers;
    private final ScheduledExecutorService timers = new ScheduledThreadPoolExecutor(1, Threads.daemon("timer"));
    private final Path source;
    private final Path release;
    private final ReleaseFiles files;
    private final HelmWorkers helm;
    private final EcrAuth ecr;
    private final RegistryAuth auth;

    PortsFactory(
            Surroundings surroundings,
            ChildEnvironment children,
            Clusters clusters,
            ExecutorService workers,
            Path source,
            Path release) {
        this.surroundings = surroundings;
        this.children = children;
        this.clusters = clusters;
        this.workers = workers;
        this.source = source;
        this.release = release;
        this.files = new DirectoryReleaseFiles(release.resolve("files"));
        this.ecr = new EcrAuth(AwsAccess.usual(), surroundings.clock());
        this.auth = new FoundRegistryAuth(
                new DockerConfigAuth(surroundings.environment(), surroundings.home(), programs()),
                List.of(ecr, new GoogleAuth(GoogleAccess.usual(), surroundings.clock())));
        this.helm = new HelmWorkers(HelmWorkerCommand.in(cache().resolve("helm-worker")), surroundings.clock());
    }

    /** The ports, with Helm's process starting in the background so that nobody waits for it later. */
    public Ports ports() {
        helm.prepare();
        InstantSource clock = surroundings.clock();
        ImageRegistry registry = registry();
        return new Ports(
                new RepositoryCreation(ecr, builders()),
                registry,
                new HelmChartPackager(source, helm, files, registry, chartRepositories()),
                bundlesIn(registry),
                new KubernetesDatastores(clusters, Patience.USUAL, workers, clock, new SecureRandom()).asking(registry),
                new KubernetesTestRunner(
                        clusters, registry, courier(), ReportsKeeper.none(), Patience.USUAL, workers, clock),
                new OciTestMarks(registry),
                deployer(),
                tracker(),
                probe(),
                locks(),
                new KubernetesRecords(clusters),
                new KubernetesApprovals(clusters, new WitnessedDecisions(release)),
                new DirectoryEvidence(release.resolve("evidence")));
    }

    /** Helm; its process is started when it is first needed. */
    public Deployer deployer() {
        return new HelmDeployer(helm, clusters, files, workers, surroundings.clock(), surroundings.host());
    }

    /** What looks at rollouts. */
    public ResourceTracker tracker() {
        return new KubernetesTracker(clusters, Patience.USUAL, timers, workers, surroundings.clock());
    }

    /** What asks apps. */
    public EnvironmentProbe probe() {
        return new KubernetesProbe(clusters, surroundings.clock());
    }

    /** The environments' locks. */
    public EnvironmentLock locks() {
        return new KubernetesLock(clusters, timers, workers, surroundings.clock());
    }

    /** With what to go to registries. */
    public RegistryAuth auth() {
        return auth;
    }

    private ChartRepositories chartRepositories() {
        return ChartRepositories.of(
                new KnownRepositories(
                        surroundings.environment(), surroundings.home(), auth(), new PlainHttp(plainHttp())::applies),
                connections());
    }

    /** Registries. */
    public ImageRegistry registry() {
        return new OciRegistry(
                auth(), new PlainHttp(plainHttp()), REGISTRY_REQUEST, surroundings.clock(), connections());
    }

    /** How a registry is spoken to. */
    String scheme(String registry) {
        return new PlainHttp(plainHttp()).applies(registry) ? "http" : "https";
    }

    private ProxiedHttp connections() {
        return new ProxiedHttp(new Proxies(surroundings.environment()));
    }

    /** Builders. */
    public FoundImageBuilder builders() {
        return new FoundImageBuilder(buildSetup(auth()));
    }

    /** Helm's processes; they end with this factory. */
    public HelmWorkers helm() {
        return helm;
    }

    /** The programs on the search path. */
    public Programs programs() {
        return new Programs(children);
    }

    /** Bundles that are kept in the given registry. */
    public BundleStore bundlesIn(ImageRegistry registry) {
        return new OciBundleStore(registry, files, source, new HelmValues(helm));
    }

    private BuildSetup buildSetup(RegistryAuth auth) {
        PlainHttp plainHttp = new PlainHttp(plainHttp());
        return new BuildSetup(
                source,
                surroundings.environment(),
                surroundings.home(),
                Path.of(System.getProperty("java.io.tmpdir")),
                programs(),
                auth,
                plainHttp::applies,
                surroundings.clock());
    }

    /** Registries inside a network of one's own, which have no certificate; those of this machine need no mention. */
    private Set<String> plainHttp() {
        String listed = surroundings.environment().getOrDefault("KUBE_RELEASE_PLAIN_HTTP", "");
        return Stream.of(listed.split(",", -1)).filter(host -> !host.isBlank()).collect(Collectors.toSet());
    }

    /** Helm's native library is unpacked once for all releases. */
    private Path cache() {
        String cache = surroundings.environment().getOrDefault("XDG_CACHE_HOME", "");
        return (cache.isBlank() ? surroundings.home().resolve(".cache") : Path.of(cache)).resolve("kube-release");
    }

    private String courier() {
        return surroundings.environment().getOrDefault("KUBE_RELEASE_COURIER_IMAGE", COURIER);
    }

    @Override
    public void close() {
        helm.close();
        timers.shutdownNow();
    }
}
