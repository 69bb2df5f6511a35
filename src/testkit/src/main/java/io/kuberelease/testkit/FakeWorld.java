package io.kuberelease.testkit;

import io.kuberelease.engine.Ports;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.model.TestMark;
import io.kuberelease.model.TestSummary;
import io.kuberelease.model.Version;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask.FindTestMark;
import io.kuberelease.plan.TestSetup;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.StageControl;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Builders, registries and clusters that live in memory and keep the promises of the ports: what was done stays done
 * when the process that asked for it dies, and asking again is harmless. Behaviour of a call can be replaced.
 */
public final class FakeWorld {
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Map<String, Supplier<RuntimeException>> faults = new ConcurrentHashMap<>();
    private final Map<String, Instant> readyBy = new ConcurrentHashMap<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final List<String> secrets = new CopyOnWriteArrayList<>();
    private final List<Cause> kept = new CopyOnWriteArrayList<>();
    private volatile boolean red;
    private final FakeSource source = new FakeSource(this);
    private final FakeEnvironments environments = new FakeEnvironments(this);
    private final FakeJournals journals = new FakeJournals(this);
    private final FakeApprovals approvals = new FakeApprovals();
    private final FakePreviews previews = new FakePreviews(this);

    /** The fakes, as the ports that the engine asks. */
    public Ports ports() {
        return new Ports(
                source.builder(),
                source.registry(),
                source.charts(),
                source.bundles(),
                source.datastores(),
                source.tests(),
                source.marks(),
                environments.deployer(),
                environments.tracker(),
                environments.probe(),
                environments.locks(),
                environments.records(),
                approvals,
                this::keep,
                new FakePrefetch(this),
                previews,
                previews,
                new FakeClusterMaker(this));
    }

    /** From now on the call throws what the supplier gives; a supplier that gives null lets it through. */
    public void fault(String call, Supplier<RuntimeException> thrown) {
        faults.put(call, thrown);
    }

    /** From now on the call takes until it is told to stop. */
    public void hold(String call) {
        held.add(call);
    }

    /** From now on one test is red. */
    public void redden() {
        red = true;
    }

    boolean isRed() {
        return red;
    }

    /** Everything that changed the world, in order, for example {@code deploy staging}. */
    public List<String> changes() {
        return List.copyOf(log);
    }

    /** How often this change was made. */
    public long count(String change) {
        return log.stream().filter(change::equals).count();
    }

    /** An earlier release of the app polls has brought a bundle of its own to an environment, and it was good there. */
    public EnvironmentRecord released(String release, String environment, Instant at) {
        ImageRepository repository = new ImageRepository("registry.example/acme/polls");
        ImageReference bundle = new ImageReference(repository, Digest.of(release));
        Version version = new Version("1.3.0");
        AppName app = new AppName("polls");
        ChartArchive chart = new ChartArchive("polls", version, Digest.of("chart"));
        source.keep(
                bundle,
                new BundleStore.Contents(
                        app, version, "0a1b2c3", PlacedImage.single(bundle, ImageValues.USUAL), chart, List.of()));
        EnvironmentRecord entry = new EnvironmentRecord(
                new ReleaseId(release),
                app,
                new EnvironmentName(environment),
                version,
                "0a1b2c3",
                PerImage.single(bundle),
                bundle,
                1,
                at,
                "ada",
                EnvironmentRecord.Result.DEPLOYED);
        environments.deployedBySomebodyElse(environment, bundle);
        environments.recorded(entry);
        return entry;
    }

    /** An earlier release has tested the image that is built here, as the plan would. */
    public void tested(String release, ReleasePlan plan) {
        TestSetup setup = plan.stages().stream()
                .map(Stage::task)
                .filter(FindTestMark.class::isInstance)
                .map(task -> ((FindTestMark) task).setup())
                .findFirst()
                .orElseThrow();
        TestMark mark =
                new TestMark(new ReleaseId(release), Instant.EPOCH, Optional.of(new TestSummary(48, 0, 0, List.of())));
        source.keep(new ImageRepository("registry.example/acme/polls"), setup, mark);
    }

    /** The state of the environments. */
    public FakeEnvironments environments() {
        return environments;
    }

    /** From now on Secrets of the app hold this value in each environment. */
    public void secret(String value) {
        secrets.add(value);
    }

    List<String> secrets() {
        return List.copyOf(secrets);
    }

    /** The causes whose evidence is kept, in order. */
    public List<Cause> kept() {
        return List.copyOf(kept);
    }

    private String keep(StageId stage, Cause cause) {
        kept.add(cause);
        changed("keep evidence of " + stage);
        return "evidence/" + stage;
    }

    /** The branches' previews. */
    public FakePreviews previews() {
        return previews;
    }

    /** The journals that the environments' clusters keep. */
    public FakeJournals journals() {
        return journals;
    }

    /** The proofs of decisions. */
    public FakeApprovals approvals() {
        return approvals;
    }

    void changed(String change) {
        log.add(change);
    }

    <T> CompletableFuture<T> held(String call, StageControl control, T answer) {
        if (!held.contains(call)) {
            return CompletableFuture.completedFuture(answer);
        }
        CompletableFuture<T> waiting = new CompletableFuture<>();
        control.cancellation()
                .whenRequested(() -> waiting.completeExceptionally(new ReleaseException.Aborted(call + " stopped")));
        return waiting;
    }

    /** The time until which the last rollout to a cluster may become ready; absent when there was none. */
    public Optional<Instant> readyBy(String cluster) {
        return Optional.ofNullable(readyBy.get(cluster));
    }

    void tracks(String cluster, Instant until) {
        readyBy.put(cluster, until);
    }

    void mayFail(String call) {
        Supplier<RuntimeException> fault = faults.get(call);
        if (fault != null) {
            RuntimeException thrown = fault.get();
            if (thrown != null) {
                throw thrown;
            }
        }
    }
}
