package io.kuberelease.adapters.kubernetes.previews;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.support.Pause;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.LivePreview.State;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.Previews;
import io.kuberelease.port.StageControl;
import io.kuberelease.view.Durations;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Previews as namespaces whose labels and annotations are all that is known of them. */
public final class KubernetesPreviews implements Previews {
    private static final Duration TO_GO_BACK = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int TRIES = 20;

    private final Clusters clusters;
    private final EnvironmentLock locks;
    private final InstantSource clock;

    /**
     * @param locks tell whether a release to a preview is under way
     */
    public KubernetesPreviews(Clusters clusters, EnvironmentLock locks, InstantSource clock) {
        this.clusters = clusters;
        this.locks = locks;
        this.clock = clock;
    }

    @Override
    public void claim(EnvironmentSpec environment, PreviewClaim claim, String owner, StageControl control) {
        String name = environment.target().namespace().value();
        asking("claim namespace " + name + " of cluster " + environment.target().cluster(), () -> {
            for (int tries = 0; tries < TRIES; tries++) {
                if (tryClaim(environment, claim, owner, control)) {
                    return true;
                }
            }
            throw new ReleaseException.Errored(
                    Cause.of(
                            CauseKind.UNAVAILABLE,
                            "could not claim namespace " + name + ": others changed it " + TRIES + " times"),
                    Duration.ZERO);
        });
    }

    /** Whether it is claimed; false when somebody else was quicker, and it is to be looked at anew. */
    private boolean tryClaim(EnvironmentSpec environment, PreviewClaim claim, String owner, StageControl control) {
        KubernetesClient client = clusters.client(environment.target());
        String name = environment.target().namespace().value();
        Namespace found = client.namespaces().withName(name).get();
        if (found != null && found.getMetadata().getDeletionTimestamp() != null) {
            control.progress().note("waits until namespace " + name + " is gone");
            new EndOfNamespace(client, name, control, clock)
                    .await(found.getMetadata().getUid());
            return false;
        }
        if (found == null) {
            refuseWhenFull(environment, claim);
            Optional<Namespace> made = client(() -> client.resource(
                            PreviewNamespace.fresh(name, environment.app(), claim, owner, clock.instant()))
                    .create());
            made.ifPresent(mine -> admit(environment, claim, mine, control));
            return made.isPresent();
        }
        LivePreview preview = PreviewNamespace.read(found, environment.app())
                .filter(known -> known.branch().equals(claim.branch()))
                .orElseThrow(() -> foreign(found, environment, claim));
        Namespace again = PreviewNamespace.again(found, preview, claim, owner, clock.instant());
        Optional<Namespace> written = replaced(client, again);
        if (written.isPresent() && preview.state() == State.CLAIMED) {
            admit(environment, claim, written.get(), control);
        }
        return written.isPresent();
    }

    private static ReleaseException.Failed foreign(Namespace found, EnvironmentSpec environment, PreviewClaim claim) {
        String name = found.getMetadata().getName();
        String whose = PreviewNamespace.read(found, environment.app())
                .map(other -> "is the preview of branch " + other.branch())
                .orElse("is no preview of " + environment.app());
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.REFUSED,
                        "did not take namespace " + name + " of cluster "
                                + environment.target().cluster() + " for branch " + claim.branch()
                                + ": it is there, and "
                                + whose)
                .suggesting("set preview.namespace in the release file to a name that only previews of "
                        + environment.app() + " have"));
    }

    /** Before anything is made; who slips through is counted again. */
    private void refuseWhenFull(EnvironmentSpec environment, PreviewClaim claim) {
        List<LivePreview> there = counted(environment, "");
        if (there.stream().filter(other -> other.state() == State.LIVE).count() >= claim.limit()) {
            throw full(environment, claim, there);
        }
    }

    private void admit(EnvironmentSpec environment, PreviewClaim claim, Namespace mine, StageControl control) {
        KubernetesClient client = clusters.client(environment.target());
        String name = mine.getMetadata().getName();
        Instant until = clock.instant().plus(TO_GO_BACK);
        Pause pause = new Pause(control.cancellation(), "the claim of namespace " + name);
        while (true) {
            List<LivePreview> others = counted(environment, name);
            Room.Answer answer = new Room(name, others, claim.limit()).answer();
            if (answer == Room.Answer.STAYS) {
                changed(client, name, mine.getMetadata().getUid(), PreviewNamespace::admitted);
                return;
            }
            if (answer == Room.Answer.FULL || clock.instant().isAfter(until)) {
                takenBack(client, mine);
                throw full(environment, claim, others);
            }
            control.progress().note("waits for others that are being claimed");
            pause.of(PAUSE);
        }
    }

    /** Controllers may have written to it since it was made. */
    private static void takenBack(KubernetesClient client, Namespace mine) {
        Namespace found = mine;
        for (int tries = 0; tries < TRIES; tries++) {
            if (found == null
                    || !found.getMetadata().getUid().equals(mine.getMetadata().getUid())
                    || deleted(client, found)) {
                return;
            }
            found = client.namespaces().withName(mine.getMetadata().getName()).get();
        }
    }

    private List<LivePreview> counted(EnvironmentSpec environment, String but) {
        return live(environment.target(), environment.app()).stream()
                .filter(preview -> preview.state() != State.ENDING)
                .filter(preview -> !preview.namespace().value().equals(but))
                .toList();
    }

    private ReleaseException.Failed full(EnvironmentSpec environment, PreviewClaim claim, List<LivePreview> there) {
        Instant now = clock.instant();
        String list = there.stream()
                .map(preview -> preview.branch() + " (by " + preview.owner() + ", "
                        + Durations.age(Duration.between(preview.since(), now)) + " old, "
                        + (preview.overdue(now)
                                ? "its time is over"
                                : "lives for " + Durations.age(Duration.between(now, preview.until())))
                        + ")")
                .collect(Collectors.joining(", "));
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.REFUSED,
                        "no preview of branch " + claim.branch() + " was made: " + environment.app() + " has "
                                + there.size() + " in cluster "
                                + environment.target().cluster() + ", and preview.limit is " + claim.limit()
                                + ". There are: " + list)
                .suggesting("delete one that nobody needs (kube-release preview delete "
                        + there.stream().map(LivePreview::branch).findFirst().orElse("BRANCH")
                        + "), remove those whose time is over (kube-release preview reap), or raise preview.limit"));
    }

    @Override
    public List<LivePreview> live(Target cluster, AppName app) {
        return asking(
                "list the previews of " + app + " in cluster " + cluster.cluster(),
                () ->
                        clusters
                                .client(cluster)
                                .namespaces()
                                .withLabels(PreviewNamespace.selector(app))
                                .list()
                                .getItems()
                                .stream()
                                .flatMap(namespace -> PreviewNamespace.read(namespace, app).stream())
                                .sorted(Comparator.comparing(LivePreview::since)
                                        .thenComparing(
                                                preview -> preview.namespace().value()))
                                .toList());
    }

    @Override
    public PreviewLoad load(Target cluster, LivePreview preview) {
        String name = preview.namespace().value();
        return asking(
                "read the pods of namespace " + name,
                () -> PodLoad.of(
                        clusters.client(cluster).pods().inNamespace(name).list().getItems()));
    }

    @Override
    public void extend(Target cluster, AppName app, LivePreview preview, Instant until) {
        String name = preview.namespace().value();
        asking(
                "extend the preview of " + preview.branch() + " in namespace " + name,
                () -> changed(
                        clusters.client(cluster), name, preview.uid(), found -> PreviewNamespace.until(found, until)));
    }

    @Override
    public boolean remove(EnvironmentSpec environment, String uid, boolean overdue, StageControl control) {
        KubernetesClient client = clusters.client(environment.target());
        String name = environment.target().namespace().value();
        return asking(
                "delete namespace " + name + " of cluster "
                        + environment.target().cluster(),
                () -> {
                    for (int tries = 0; tries < TRIES; tries++) {
                        Namespace found = client.namespaces().withName(name).get();
                        if (found == null || !found.getMetadata().getUid().equals(uid)) {
                            return true;
                        }
                        boolean ending = found.getMetadata().getDeletionTimestamp() != null;
                        if (!ending && !isToGo(found, environment, overdue)) {
                            return false;
                        }
                        if (ending || deleted(client, found)) {
                            control.progress().note("waits until all of it is gone");
                            new EndOfNamespace(client, name, control, clock).await(uid);
                            return true;
                        }
                    }
                    throw new ReleaseException.Errored(
                            Cause.of(
                                    CauseKind.UNAVAILABLE,
                                    "could not delete namespace " + name + ": others changed it"),
                            Duration.ZERO);
                });
    }

    private boolean isToGo(Namespace found, EnvironmentSpec environment, boolean overdue) {
        LivePreview preview = PreviewNamespace.read(found, environment.app())
                .orElseThrow(() -> new ReleaseException.Failed(Cause.of(
                                CauseKind.REFUSED,
                                "did not delete namespace "
                                        + found.getMetadata().getName()
                                        + ": what it says of itself is not, or not any more, that it is a preview of "
                                        + environment.app())
                        .suggesting("look at its labels and annotations, and delete it by hand if it is one")));
        return !overdue || (preview.overdue(clock.instant()) && !isReleasedTo(environment));
    }

    private boolean isReleasedTo(EnvironmentSpec environment) {
        Instant alive = clock.instant().minusSeconds(60);
        return locks.claims(environment)
                .holder()
                .filter(holder -> holder.renewed().isAfter(alive))
                .isPresent();
    }

    /** Changes the namespace, whatever others change in it. */
    private static boolean changed(KubernetesClient client, String name, String uid, UnaryOperator<Namespace> how) {
        for (int tries = 0; tries < TRIES; tries++) {
            Namespace found = client.namespaces().withName(name).get();
            if (found == null
                    || !found.getMetadata().getUid().equals(uid)
                    || found.getMetadata().getDeletionTimestamp() != null) {
                throw new ReleaseException.Failed(
                        Cause.of(CauseKind.REFUSED, "namespace " + name + " is gone, or is being deleted by somebody")
                                .suggesting("release to the preview again"));
            }
            if (replaced(client, how.apply(found)).isPresent()) {
                return true;
            }
        }
        throw new ReleaseException.Errored(
                Cause.of(
                        CauseKind.UNAVAILABLE,
                        "could not change namespace " + name + ": others changed it " + TRIES + " times"),
                Duration.ZERO);
    }

    /** The namespace as it is now; absent when somebody has changed it since it was read. */
    private static Optional<Namespace> replaced(KubernetesClient client, Namespace changed) {
        return client(() -> client.resource(changed)
                .lockResourceVersion(changed.getMetadata().getResourceVersion())
                .update());
    }

    /** Whether it is deleted now; false when somebody has changed it since it was read. */
    private static boolean deleted(KubernetesClient client, Namespace found) {
        return client(() -> {
                    client.resource(found)
                            .lockResourceVersion(found.getMetadata().getResourceVersion())
                            .delete();
                    return found;
                })
                .isPresent();
    }

    /** Empty when somebody else was quicker. */
    private static <T> Optional<T> client(Supplier<T> request) {
        try {
            return Optional.of(request.get());
        } catch (KubernetesClientException problem) {
            if (problem.getCode() == HttpURLConnection.HTTP_CONFLICT
                    || problem.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    private static <T> T asking(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(what, problem);
        }
    }
}
