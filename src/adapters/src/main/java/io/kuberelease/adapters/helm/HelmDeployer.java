package io.kuberelease.adapters.helm;

import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.cluster.ConfigSecrets;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.ReleaseFiles;
import io.kuberelease.port.SecretValues;
import io.kuberelease.port.StageControl;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** Deploys bundles with Helm, as releases that {@code helm list} and {@code helm rollback} understand. */
public final class HelmDeployer implements Deployer {
    private final HelmWorkers workers;
    private final Clusters clusters;
    private final ReleaseFiles files;
    private final Executor executor;
    private final InstantSource clock;
    private final String host;
    private final SecretValues secretValues;

    /** The rendering of the last diff of each request, to be applied as it is. */
    private final Map<DeployRequest, Compared> compared = new ConcurrentHashMap<>();

    private record Compared(Digest hash, Rendering rendering, WantedSecrets secrets) {}

    /** Keys for hashes of secrets, for namespaces that have none yet. */
    private final Map<Target, byte[]> freshKeys = new ConcurrentHashMap<>();

    private final TriedAhead triedAhead = new TriedAhead();

    /**
     * @param executor runs deployments; each blocks a thread while Helm is at work
     * @param host the name of this machine, for the mark of the writer in Helm's records
     * @param secretValues reads the values of the release's own Secrets
     */
    public HelmDeployer(
            HelmWorkers workers,
            Clusters clusters,
            ReleaseFiles files,
            Executor executor,
            InstantSource clock,
            String host,
            SecretValues secretValues) {
        this.secretValues = secretValues;
        this.workers = workers;
        this.clusters = clusters;
        this.files = files;
        this.executor = executor;
        this.clock = clock;
        this.host = host;
    }

    @Override
    public Comparison compare(DeployRequest request, StageControl control) {
        WantedSecrets secrets = secrets(request, control);
        HelmRecords.History history = records(request).history();
        PackagedChart chart = chart(request);
        Rendering rendering = rendered(request, chart, history, secrets, control);
        Manifests rendered = rendering.manifests();
        Manifests wanted = rendered.and(chart.crds(), target(request).namespace());
        Manifests base = base(request, history);
        control.progress().hide(SecretHiding.found(wanted, base, latest(request, history)));
        control.progress()
                .hide(ConfigSecrets.of(clusters.client(target(request)).getConfiguration()));
        requireNoneOfTheChart(secrets, wanted, target(request));
        boolean unchanged = isUnchanged(request, chart, history)
                && secrets.unchanged()
                && rendered.secretMarks().equals(base.secretMarks());
        Optional<TriedAhead.Trial> tried = triedAhead.take(request, history, rendering, clock.instant());
        if (tried.isPresent()) {
            tried.get().told().to(control.progress());
        } else if (!unchanged) {
            new ServerTrial(workers).require(request, rendering, kubeconfig(request), history.revision() > 0, control);
        }
        List<ResourceChange> changes =
                unchanged ? List.of() : changes(target(request).namespace(), base, wanted, secrets);
        EnvironmentDiff diff = new EnvironmentDiff(
                history.revision(), unchanged, DiffBinding.identity(history.revision(), wanted, secrets), changes);
        compared.put(request, new Compared(diff.hash(), rendering, secrets));
        return new Comparison(diff, rendered.lasting(), rendered.hooks(history.revision() > 0));
    }

    /** Rendering is done again by the comparison itself, which may find something else in the cluster by then. */
    @Override
    public void compareAhead(DeployRequest request, StageControl control) {
        Instant began = clock.instant();
        HelmRecords.History history = records(request).history();
        PackagedChart chart = chart(request);
        if (isUnchanged(request, chart, history)) {
            return;
        }
        TriedAhead.Told told = new TriedAhead.Told();
        Rendering rendering = rendered(request, chart, history, secrets(request, control), control);
        new ServerTrial(workers)
                .require(request, rendering, kubeconfig(request), history.revision() > 0, control.telling(told));
        triedAhead.add(request, new TriedAhead.Trial(began, history, rendering, told));
    }

    @Override
    public void keep(DeployRequest request, EnvironmentDiff diff, StageControl control) {
        here(request, diff).ifPresent(last -> {
            kept(request).keep(diff.hash(), last.rendering());
            own(request.environment()).keepKey(last.secrets());
        });
    }

    @Override
    public CompletionStage<Deployment> deploy(DeployRequest request, EnvironmentDiff expected, StageControl control) {
        return CompletableFuture.supplyAsync(
                () -> new HelmRun(
                                request,
                                control,
                                workers,
                                clusters.client(target(request)),
                                clusters.kubeconfig(target(request)),
                                clock,
                                host)
                        .deploy(
                                chart(request),
                                expected,
                                here(request, expected).map(Compared::rendering),
                                () -> here(request, expected)
                                        .map(Compared::secrets)
                                        .orElseGet(() -> secrets(request, control))),
                executor);
    }

    @Override
    public void settle(EnvironmentSpec environment, StageControl control) {
        own(environment).settle(control.progress());
    }

    private Optional<Compared> here(DeployRequest request, EnvironmentDiff diff) {
        return Optional.ofNullable(compared.get(request))
                .filter(last -> last.hash().equals(diff.hash()));
    }

    private WantedSecrets secrets(DeployRequest request, StageControl control) {
        EnvironmentSpec environment = request.environment();
        return own(environment)
                .wanted(
                        environment.secrets().sources().isEmpty()
                                ? Map.of()
                                : secretValues.read(environment.secrets(), control),
                        () -> freshKeys.computeIfAbsent(environment.target(), target -> freshKey()),
                        control.progress());
    }

    private static byte[] freshKey() {
        byte[] key = new byte[OwnSecrets.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private OwnSecrets own(EnvironmentSpec environment) {
        return new OwnSecrets(clusters.client(environment.target()), environment);
    }

    private Rendering rendered(
            DeployRequest request,
            PackagedChart chart,
            HelmRecords.History history,
            WantedSecrets secrets,
            StageControl control) {
        return new ChartRenderer(workers)
                .render(request, chart, kubeconfig(request), history.revision() + 1, secrets.hashes(), control);
    }

    /** Of two who write the same Secret each would undo what the other has written. */
    private static void requireNoneOfTheChart(WantedSecrets secrets, Manifests wanted, Target target) {
        List<String> both = secrets.wanted().keySet().stream()
                .filter(name ->
                        wanted.resources().containsKey(new ResourceIdentity("v1", "Secret", target.namespace(), name)))
                .toList();
        if (!both.isEmpty()) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "nothing was written to namespace " + target.namespace() + ": the chart makes secret "
                                    + String.join(", ", both) + " itself, which the release file names too")
                    .suggesting("take it out of the chart, or another name in the release file"));
        }
    }

    private KeptRenderings kept(DeployRequest request) {
        return new KeptRenderings(clusters.client(target(request)), request.environment());
    }

    @Override
    public Optional<Installed> installed(EnvironmentSpec environment) {
        Target target = environment.target();
        return new HelmRecords(clusters.client(target), environment.app())
                .history()
                .latest()
                .map(latest -> new Installed(
                        latest.number(),
                        latest.status(),
                        latest.writer().map(WriterMark::release),
                        Manifests.parse(latest.manifest(), target.namespace()).lasting()));
    }

    @Override
    public FoundSecrets secrets(EnvironmentSpec environment) {
        Target target = environment.target();
        HelmRecords.History history = new HelmRecords(clusters.client(target), environment.app()).history();
        FoundSecrets own = own(environment).values();
        FoundSecrets charts = SecretHiding.found(Stream.concat(history.base().stream(), history.latest().stream())
                .map(revision -> Manifests.parse(revision.manifest(), target.namespace()))
                .toArray(Manifests[]::new));
        return new FoundSecrets(
                Stream.concat(own.values().stream(), charts.values().stream()).toList(), charts.names());
    }

    @Override
    public List<ResourceChange> between(DeployRequest before, DeployRequest after, StageControl control) {
        return ManifestDiff.between(upgraded(before, control), upgraded(after, control));
    }

    /** The manifests of an upgrade, with the contents of the chart's crds/. */
    private Manifests upgraded(DeployRequest request, StageControl control) {
        PackagedChart chart = chart(request);
        return new ChartRenderer(workers)
                .render(request, chart, kubeconfig(request), 2, control)
                .manifests()
                .and(chart.crds(), target(request).namespace());
    }

    @Override
    public void markFailed(DeployRequest request, int revision, String why) {
        records(request).markFailed(revision, why);
    }

    private static boolean isUnchanged(DeployRequest request, PackagedChart chart, HelmRecords.History history) {
        String fingerprint =
                new EnvironmentValues(request.bundle(), request.environment().name(), chart).fingerprint();
        return history.latest()
                .filter(HelmRevision::deployed)
                .flatMap(HelmRevision::fingerprint)
                .filter(fingerprint::equals)
                .isPresent();
    }

    private static List<ResourceChange> changes(
            Namespace namespace, Manifests base, Manifests wanted, WantedSecrets secrets) {
        return ManifestDiff.between(base.and(secrets.before(namespace)), wanted.and(secrets.after(namespace)));
    }

    private static Manifests base(DeployRequest request, HelmRecords.History history) {
        String before = history.base().map(HelmRevision::manifest).orElse("");
        return Manifests.parse(before, target(request).namespace());
    }

    private static Manifests latest(DeployRequest request, HelmRecords.History history) {
        String last = history.latest().map(HelmRevision::manifest).orElse("");
        return Manifests.parse(last, target(request).namespace());
    }

    private PackagedChart chart(DeployRequest request) {
        return PackagedChart.read(files.read(request.bundle().chart().digest()));
    }

    private HelmRecords records(DeployRequest request) {
        return new HelmRecords(
                clusters.client(target(request)), request.environment().app());
    }

    private String kubeconfig(DeployRequest request) {
        return clusters.kubeconfig(target(request));
    }

    private static Target target(DeployRequest request) {
        return request.environment().target();
    }
}
