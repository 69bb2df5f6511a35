package io.jenkins.plugins.kuberelease.wiring;

import io.kuberelease.adapters.bundle.OciBundleStore;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.files.DirectoryEvidence;
import io.kuberelease.adapters.files.DirectoryReleaseFiles;
import io.kuberelease.adapters.helm.ChartRepositories;
import io.kuberelease.adapters.helm.HelmChartPackager;
import io.kuberelease.adapters.helm.HelmDeployer;
import io.kuberelease.adapters.helm.HelmValues;
import io.kuberelease.adapters.helm.HelmWorkers;
import io.kuberelease.adapters.helm.KnownRepositories;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.adapters.kubernetes.approvals.KubernetesApprovals;
import io.kuberelease.adapters.kubernetes.approvals.WitnessedDecisions;
import io.kuberelease.adapters.kubernetes.datastores.KubernetesDatastores;
import io.kuberelease.adapters.kubernetes.diagnosis.Patience;
import io.kuberelease.adapters.kubernetes.journal.EntryText;
import io.kuberelease.adapters.kubernetes.journal.KubernetesJournals;
import io.kuberelease.adapters.kubernetes.lock.KubernetesLock;
import io.kuberelease.adapters.kubernetes.probe.KubernetesProbe;
import io.kuberelease.adapters.kubernetes.records.KubernetesRecords;
import io.kuberelease.adapters.kubernetes.tests.DirectoryReports;
import io.kuberelease.adapters.kubernetes.tests.KubernetesTestRunner;
import io.kuberelease.adapters.kubernetes.tracking.KubernetesTracker;
import io.kuberelease.adapters.oci.OciRegistry;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.adapters.testmark.OciTestMarks;
import io.kuberelease.engine.Ports;
import io.kuberelease.port.EnvironmentJournals;
import io.kuberelease.port.EvidenceStore;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.TestRunner;
import io.kuberelease.promotion.Histories;
import io.kuberelease.promotion.Promotions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Everything outside that a release on the controller needs, with the access of its build. */
public final class ReleasePorts implements AutoCloseable {
    /** What the controller was handed of the source. */
    public static final String SOURCE = "source";

    /** The tests' own reports, as files. */
    public static final String REPORTS = "reports";

    private static final Duration REGISTRY_REQUEST = Duration.ofSeconds(60);
    private static final String COURIER = "busybox:1.35";

    private final Access access;
    private final Path release;
    private final Threads threads;
    private final HelmWorkers helm;

    /**
     * @param release the release's directory; its source is in {@link #SOURCE} below it
     */
    public ReleasePorts(Access access, Path release, Threads threads) {
        this.access = access;
        this.release = release;
        this.threads = threads;
        this.helm = new HelmWorkers(HelmPlace.command(), Clock.systemUTC());
    }

    /** Finds bundles that exist, with the access of a build. */
    public static Promotions promotions(Access access, Path files, Threads threads) {
        return new Promotions(
                new Histories(new KubernetesRecords(access.clusters()), threads.workers()),
                OciBundleStore.ofExisting(registry(access), new DirectoryReleaseFiles(files)),
                Clock.systemUTC());
    }

    /** The registries, with the access of a build. */
    public static ImageRegistry registry(Access access) {
        return new OciRegistry(
                access.registries(),
                new PlainHttp(access.plainHttp()),
                REGISTRY_REQUEST,
                Clock.systemUTC(),
                access::newHttpClient);
    }

    /** What was seen of failures, in the release's directory. */
    public static DirectoryEvidence evidence(Path release) {
        return new DirectoryEvidence(release.resolve("evidence"));
    }

    /** The ports, with images built by the given builder and evidence kept in the given store. */
    public Ports ports(ImageBuilder builder, EvidenceStore evidence) {
        helm.prepare();
        Clock clock = Clock.systemUTC();
        Clusters clusters = access.clusters();
        DirectoryReleaseFiles files = new DirectoryReleaseFiles(release.resolve("files"));
        Path source = release.resolve(SOURCE);
        PlainHttp plainHttp = new PlainHttp(access.plainHttp());
        ImageRegistry registry = registry(access);
        // The repositories and credentials of whoever runs Jenkins are not the build's: no home of Helm is read.
        ChartRepositories charts = ChartRepositories.of(
                new KnownRepositories(Map.of(), release, access.registries(), plainHttp::applies),
                access::newHttpClient);
        return new Ports(
                builder,
                registry,
                new TrustedCharts(access, new HelmChartPackager(source, helm, files, registry, charts)),
                new OciBundleStore(registry, files, source, new HelmValues(helm)),
                new KubernetesDatastores(clusters, Patience.USUAL, threads.workers(), clock, new SecureRandom())
                        .asking(registry),
                tests(clusters, registry, clock),
                new OciTestMarks(registry),
                new HelmDeployer(helm, clusters, files, threads.workers(), clock, "jenkins"),
                new KubernetesTracker(clusters, Patience.USUAL, threads.timers(), threads.workers(), clock),
                new KubernetesProbe(clusters, clock),
                new KubernetesLock(clusters, threads.timers(), threads.workers(), clock),
                new KubernetesRecords(clusters),
                new KubernetesApprovals(clusters, new WitnessedDecisions(release)),
                evidence);
    }

    private TestRunner tests(Clusters clusters, ImageRegistry registry, Clock clock) {
        return new KubernetesTestRunner(
                clusters,
                registry,
                COURIER,
                new DirectoryReports(release.resolve(REPORTS)),
                Patience.USUAL,
                threads.workers(),
                clock);
    }

    /** The journals in the environments' clusters. */
    public EnvironmentJournals journals(JournalCodec codec) {
        return new KubernetesJournals(
                access.clusters(),
                new EntryText(codec::write, codec::read),
                threads.timers(),
                threads.workers(),
                Clock.systemUTC());
    }

    @Override
    public void close() {
        try {
            helm.close();
        } finally {
            access.close();
        }
    }
}
