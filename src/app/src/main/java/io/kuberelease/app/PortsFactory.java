package io.kuberelease.app;

import io.kuberelease.adapters.bundle.OciBundleStore;
import io.kuberelease.adapters.cloud.aws.RepositoryCreation;
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
import io.kuberelease.adapters.kubernetes.approvals.KubernetesApprovals;
import io.kuberelease.adapters.kubernetes.approvals.VerifiedDecisions;
import io.kuberelease.adapters.kubernetes.datastores.KubernetesDatastores;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.prefetch.KubernetesPrefetch;
import io.kuberelease.adapters.kubernetes.previews.KubernetesPreviewContents;
import io.kuberelease.adapters.kubernetes.tests.KubernetesTestRunner;
import io.kuberelease.adapters.oci.OciRegistry;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.adapters.testmark.OciTestMarks;
import io.kuberelease.engine.Ports;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.plan.ChartSpec;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.ChartPackager;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.ReleaseFiles;
import io.kuberelease.port.StageControl;
import io.kuberelease.promotion.Promotions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Makes the ports of a release from the real adapters, in the same way for every host. */
public final class PortsFactory implements AutoCloseable {
    private static final Duration REGISTRY_REQUEST = Duration.ofSeconds(60);
    /** Carries test reports out of the cluster, and images to nodes; any image with sh, find, tar and base64 will do. */
    private static final String HELPER_IMAGE = "busybox:1.35";

    private final PortsConfig config;
    private final Threads threads;
    private final InstantSource clock;
    private final ClusterPorts inClusters;
    private final ReleaseFiles files;
    private final HelmWorkers helm;

    public PortsFactory(PortsConfig config, Threads threads, InstantSource clock) {
        this.config = config;
        this.threads = threads;
        this.clock = clock;
        this.inClusters = new ClusterPorts(config.clusters(), threads, clock);
        this.files = new DirectoryReleaseFiles(config.places().release().resolve("files"));
        this.helm = new HelmWorkers(HelmWorkerCommand.in(config.places().cache().resolve("helm-worker")), clock);
    }

    /** Makes the ports, and starts Helm's process in the background so that nothing waits for it later. */
    public Ports ports() {
        helm.prepare();
        Clusters clusters = config.clusters();
        ImageRegistry registry = registry();
        PortsConfig.Places places = config.places();
        return new Ports(
                builder(),
                registry,
                new AdmittedCharts(
                        config.admission(),
                        new HelmChartPackager(places.source(), helm, files, registry, chartRepositories())),
                bundlesIn(registry),
                new KubernetesDatastores(clusters, GracePeriods.USUAL, threads.workers(), clock, new SecureRandom())
                        .asking(registry),
                new KubernetesTestRunner(
                        clusters,
                        registry,
                        helperImage(),
                        config.keeping().reports(),
                        GracePeriods.USUAL,
                        threads.workers(),
                        clock),
                new OciTestMarks(registry),
                deployer(),
                inClusters.tracker(),
                inClusters.probe(),
                inClusters.locks(),
                inClusters.records(),
                new KubernetesApprovals(clusters, new VerifiedDecisions(places.release())),
                config.keeping().evidence().apply(evidence(places.release())),
                new KubernetesPrefetch(clusters, helperImage()),
                inClusters.previews(),
                new KubernetesPreviewContents(clusters, new SecureRandom()),
                config.clusterMaker());
    }

    private String helperImage() {
        return config.helperImage().orElse(HELPER_IMAGE);
    }

    /** Builds images; creates the repository first where the release file asks for that. */
    public ImageBuilder builder() {
        return new RepositoryCreation(config.registries().repositories(), config.builder());
    }

    /** The evidence of failures in a release's directory. */
    public static DirectoryEvidence evidence(Path release) {
        return new DirectoryEvidence(release.resolve("evidence"));
    }

    /** The ports that need nothing but clusters. */
    public ClusterPorts inClusters() {
        return inClusters;
    }

    /** Deploys with Helm, whose process is started when it is first needed. */
    public Deployer deployer() {
        return new HelmDeployer(
                helm, config.clusters(), files, threads.workers(), clock, config.node(), config.secrets());
    }

    private ChartRepositories chartRepositories() {
        PortsConfig.Registries registries = config.registries();
        PortsConfig.HelmHome known = config.helm();
        return ChartRepositories.of(
                new KnownRepositories(
                        known.environment(),
                        known.home(),
                        registries.auth(),
                        new PlainHttp(registries.plainHttp())::applies),
                registries.connections());
    }

    /** A client for registries, with the access of this release. */
    public ImageRegistry registry() {
        return registry(config.registries(), clock);
    }

    /** A client for registries, without a release. */
    public static ImageRegistry registry(PortsConfig.Registries registries, InstantSource clock) {
        return new OciRegistry(
                registries.auth(),
                new PlainHttp(registries.plainHttp()),
                REGISTRY_REQUEST,
                clock,
                registries.connections());
    }

    /** The worker processes of Helm; they end when this factory is closed. */
    public HelmWorkers helm() {
        return helm;
    }

    /** The store of bundles in the given registry. */
    public BundleStore bundlesIn(ImageRegistry registry) {
        return new OciBundleStore(registry, files, config.places().source(), new HelmValues(helm));
    }

    /** Plans releases of bundles that exist; asks clusters and registries. */
    public Promotions promotions() {
        return new Promotions(inClusters.histories(), bundlesIn(registry()), clock);
    }

    @Override
    public void close() {
        helm.close();
    }

    /**
     * Refuses to package the chart of an untrusted author: on the host, Helm would fetch what Chart.yaml and the schema
     * of the values name, and render the templates. Skipping the fetching would not be enough, since the checks render
     * as well; and such a chart could go nowhere, since its release reaches no cluster and no registry.
     */
    private record AdmittedCharts(PortsConfig.Admission admission, ChartPackager packager) implements ChartPackager {
        private static final String HELM = "Helm on the controller, which fetches and renders what a chart says";

        @Override
        public ChartArchive pack(ChartSpec chart, Use use, StageControl control) {
            admission.admit(HELM);
            return packager.pack(chart, use, control);
        }

        @Override
        public void publish(ChartArchive archive, String repository, StageControl control) {
            admission.admit(HELM);
            packager.publish(archive, repository, control);
        }
    }
}
