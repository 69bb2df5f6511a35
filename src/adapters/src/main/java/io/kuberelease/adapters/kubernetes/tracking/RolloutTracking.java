package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.adapters.kubernetes.secrets.PodSecrets;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import io.kuberelease.port.ResourceTracker.Tracking;
import io.kuberelease.port.ResourceTracker.Verdict;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Watches one rollout and judges it again after each change, and when a grace period or the deadline ends. */
final class RolloutTracking implements Tracking {
    /** Time that is reserved before the deadline for collecting evidence. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** Pause before the next try when the cluster does not answer or our watches lag behind. */
    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

    private final TrackRequest request;
    private final StageControl control;
    private final TrackerContext trackerContext;
    private final ReleaseView view;
    private final ReleaseJudge judge;
    private final HookLogs hookLogs;
    private final EvidenceCollector evidence;
    private final LostNodes nodes;
    private final AppliedVersions versions;
    private final PodsInTheWay inTheWay;
    private final Confirmation confirmation;
    private final PodSecrets secrets;
    private final PolledResources polled;
    private final SymptomTimers symptomTimers = new SymptomTimers();
    private final Map<ResourceIdentity, ResourceStatus> told = new HashMap<>();
    private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    private final AtomicBoolean lookDue = new AtomicBoolean();
    private final DueTimes dueTimes;
    private Optional<RolloutBaseline> horizon = Optional.empty();
    private boolean concluding;
    private boolean late;

    RolloutTracking(
            TrackRequest request,
            StageControl control,
            TrackerContext trackerContext,
            SharedWatches shared,
            KubernetesClient client) {
        this.request = request;
        this.control = control;
        this.trackerContext = trackerContext;
        this.judge = new ReleaseJudge(request, trackerContext.gracePeriods());
        ContainerLogs logs = new ContainerLogs(client);
        this.hookLogs = new HookLogs(logs, control.progress());
        this.evidence = new EvidenceCollector(logs, hookLogs);
        this.nodes = new LostNodes(client, trackerContext.io());
        this.secrets = new PodSecrets(client, control.progress());
        this.versions = new AppliedVersions(client, trackerContext.io());
        this.confirmation = new Confirmation(versions, everything());
        this.inTheWay = new PodsInTheWay(client, trackerContext.io(), control.progress());
        this.dueTimes = new DueTimes(trackerContext, this::look);
        this.polled = new PolledResources(client, request.resources(), this::look);
        this.view = new ReleaseView(shared, client, request, this::look);
    }

    /** Blocks until the state before the release is known; every later change is seen. */
    void begin() {
        view.awaitFirstList();
        synchronized (this) {
            horizon = Optional.of(RolloutBaseline.now(view.objects()));
            Duration left = Duration.between(trackerContext.clock().instant(), control.deadline());
            Duration margin = left.compareTo(MARGIN.multipliedBy(2)) > 0 ? MARGIN : Duration.ZERO;
            dueTimes.after(left.minus(margin), this::deadlineReached);
        }
        control.cancellation()
                .whenRequested(() -> stop("the rollout was no longer watched; it goes on in the cluster"));
        look();
    }

    @Override
    public void applied() {
        var unused = versions.read(request.resources()).whenComplete((read, problem) -> {
            if (problem != null) {
                end(() -> verdict.completeExceptionally(unwrapped(problem)));
            } else {
                applied(read);
            }
        });
    }

    @Override
    public CompletionStage<Verdict> verdict() {
        return verdict.minimalCompletionStage();
    }

    @Override
    public void close() {
        stop("watching was stopped");
    }

    private void applied(Map<ResourceIdentity, Long> read) {
        synchronized (this) {
            horizon = horizon.map(before -> before.applied(read));
        }
        polled.keepReading(trackerContext);
        look();
    }

    /** Schedules a judgement on the io executor; calls until it begins are merged into one. */
    private void look() {
        if (!verdict.isDone() && lookDue.compareAndSet(false, true)) {
            trackerContext.io().execute(() -> {
                lookDue.set(false);
                learnSecrets();
                assessed(this::decide);
            });
        }
    }

    /**
     * Reads the pods' secrets before anything of them is reported, and off the lock: a cluster that is slow to answer
     * must not delay the deadline.
     */
    private void learnSecrets() {
        try {
            portraits().forEach(pod -> secrets.hide(pod.pod()));
        } catch (RuntimeException problem) {
            // The next look meets the problem again, and reports it.
            control.progress().note("what the pods are given could not be read yet");
        }
    }

    /**
     * Judges, unless the verdict is known. A bug of ours ends the tracking, so that nobody waits until the deadline.
     */
    private synchronized void assessed(Consumer<Assessment> next) {
        if (concluding || verdict.isDone() || horizon.isEmpty()) {
            return;
        }
        try {
            Snapshot snapshot = view.snapshot(horizon.get(), polled);
            judge.eachHookPod(snapshot, horizon.get(), hookLogs::follow);
            judge.eachJobPod(snapshot, horizon.get(), hookLogs::keep);
            next.accept(judge.assess(snapshot, horizon.get()));
        } catch (RuntimeException problem) {
            end(() -> verdict.completeExceptionally(problem));
        }
    }

    private void decide(Assessment assessment) {
        assessment.all().forEach(this::tell);
        List<Symptom> symptoms = assessment.symptoms().stream()
                .filter(symptom -> !inTheWay.isHandled(symptom))
                .toList();
        Optional<Symptom> decisive =
                symptomTimers.decisive(symptoms, trackerContext.clock().instant());
        if (decisive.filter(inTheWay::canFree).isPresent()) {
            inTheWay.free(decisive.get(), this::look, () -> dueTimes.after(TRY_AGAIN, this::look));
        } else if (decisive.isPresent()) {
            onceConfirmed(blamed(decisive.get()), () -> conclude(inTheWay.told(decisive.get()), assessment));
        } else if (assessment.ready()) {
            readyUnlessUnproven(assessment);
        } else {
            confirmation.expire();
            symptomTimers.next(symptoms).ifPresent(dueTimes::lookAt);
        }
    }

    private void readyUnlessUnproven(Assessment assessment) {
        Instant now = trackerContext.clock().instant();
        Optional<Instant> proven = assessment
                .unprobed()
                .map(runs -> symptomTimers
                        .since(runs, now)
                        .plus(trackerContext.gracePeriods().unprobed()))
                .filter(now::isBefore);
        if (proven.isEmpty()) {
            concluding = true;
            end(() -> verdict.complete(new Verdict.Ready(assessment.statuses())));
        } else {
            control.progress().note("ready, but no probe says so: watched for a moment");
            dueTimes.lookAt(proven.get());
        }
    }

    private void deadlineReached() {
        synchronized (this) {
            late = true;
        }
        assessed(assessment ->
                onceConfirmed(List.of(), () -> conclude(new TimeoutDiagnosis(assessment).symptom(), assessment)));
    }

    /**
     * Runs the conclusion only if the cluster has just confirmed what the watches show; else asks it, and judges again.
     */
    private void onceConfirmed(List<ResourceIdentity> blamed, Runnable conclusion) {
        if (confirmation.isFresh()) {
            conclusion.run();
        } else {
            horizon.ifPresent(now -> confirmation.ask(blamed, () -> view.snapshot(now, polled), this::confirmed));
        }
    }

    private List<ResourceIdentity> blamed(Symptom symptom) {
        return view.objects().stream()
                .filter(Pod.class::isInstance)
                .filter(pod -> symptom.isOfPod(pod.getMetadata().getUid()))
                .map(pod -> new ResourceIdentity(
                        pod.getApiVersion(),
                        pod.getKind(),
                        new Namespace(pod.getMetadata().getNamespace()),
                        pod.getMetadata().getName()))
                .toList();
    }

    private void confirmed(Optional<ReleaseException> unreachable) {
        boolean outOfTime;
        synchronized (this) {
            outOfTime = late;
        }
        if (unreachable.isPresent() && outOfTime) {
            end(() -> verdict.completeExceptionally(unreachable.get()));
        } else if (!confirmation.isFresh()) {
            dueTimes.after(TRY_AGAIN, outOfTime ? this::deadlineReached : this::look);
        } else if (outOfTime) {
            deadlineReached();
        } else {
            look();
        }
    }

    /** Collects the evidence before the verdict, since a rollback that follows it may remove the pods. */
    private void conclude(Symptom symptom, Assessment assessment) {
        concluding = true;
        List<PodSnapshot> pods = portraits();
        var unused = evidence.collect(symptom, pods)
                .exceptionally(problem -> symptom.cause())
                .thenCompose(cause ->
                        nodes.told(cause, pods.stream().map(PodSnapshot::pod).toList()))
                .thenAccept(cause -> end(() -> verdict.complete(new Verdict.NotReady(cause, assessment.statuses()))));
    }

    private synchronized List<PodSnapshot> portraits() {
        return horizon.map(now -> PodSnapshot.of(everything(), view.snapshot(now, polled), now))
                .orElse(List.of());
    }

    private List<ResourceIdentity> everything() {
        List<ResourceIdentity> all = new ArrayList<>(request.resources());
        all.addAll(request.hooks());
        return all;
    }

    private void tell(AssessedResource assessedResource) {
        ResourceStatus status = assessedResource.status();
        if (!status.equals(told.put(status.resource(), status))) {
            control.progress().resource(status);
        }
    }

    private void stop(String left) {
        end(() -> verdict.completeExceptionally(new ReleaseException.Aborted(left)));
    }

    /** Completes the verdict off the lock, and only then stops the watches. */
    private void end(Runnable completion) {
        trackerContext.io().execute(() -> {
            completion.run();
            cleanUp();
        });
    }

    private synchronized void cleanUp() {
        dueTimes.close();
        hookLogs.close();
        polled.close();
        view.close();
    }

    private static Throwable unwrapped(Throwable problem) {
        return problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
    }
}
