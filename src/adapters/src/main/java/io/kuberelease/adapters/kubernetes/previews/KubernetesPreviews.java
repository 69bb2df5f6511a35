package io.kuberelease.adapters.kubernetes.previews;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.adapters.kubernetes.support.Namespaces;
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
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Previews as namespaces whose labels and annotations are all that is known of them. */
public final class KubernetesPreviews implements Previews {
    private static final int TRIES = 20;

    private final Clusters clusters;
    private final EnvironmentLock locks;
    private final InstantSource clock;

    /**
     * @param locks keep releases to a preview and its end apart
     */
    public KubernetesPreviews(Clusters clusters, EnvironmentLock locks, InstantSource clock) {
        this.clusters = clusters;
        this.locks = locks;
        this.clock = clock;
    }

    @Override
    public Claimed claim(EnvironmentSpec environment, PreviewClaim claim, String owner, StageControl control) {
        String name = environment.target().namespace().value();
        return asking(
                "claim namespace " + name + " of cluster "
                        + environment.target().cluster(),
                () -> {
                    for (int tries = 0; tries < TRIES; tries++) {
                        Optional<Claimed> claimed = tryClaim(environment, claim, owner, control);
                        if (claimed.isPresent()) {
                            return claimed.get();
                        }
                    }
                    throw new ReleaseException.Errored(
                            Cause.of(
                                    CauseKind.UNAVAILABLE,
                                    "could not claim namespace " + name + ": others changed it " + TRIES + " times"),
                            Duration.ZERO);
                });
    }

    @Override
    public void require(EnvironmentSpec environment, String uid) {
        new Namespaces(clusters.client(environment.target()))
                .requireSame(environment.target().namespace().value(), uid);
    }

    /** Empty when somebody else was quicker, and it is to be looked at anew. */
    private Optional<Claimed> tryClaim(
            EnvironmentSpec environment, PreviewClaim claim, String owner, StageControl control) {
        KubernetesClient client = clusters.client(environment.target());
        String name = environment.target().namespace().value();
        Namespace found = client.namespaces().withName(name).get();
        if (found != null && found.getMetadata().getDeletionTimestamp() != null) {
            control.progress().note("waits until namespace " + name + " is gone");
            new EndOfNamespace(client, name, control, clock)
                    .await(found.getMetadata().getUid());
            return Optional.empty();
        }
        PreviewLimit limit = new PreviewLimit(environment, claim, this::live, clock);
        if (found == null) {
            limit.refuseBefore();
            Optional<Namespace> made = client(() -> client.resource(
                            PreviewNamespace.fresh(name, environment.app(), claim, owner, clock.instant()))
                    .create());
            made.ifPresent(mine -> admit(limit, client, claim, mine, control));
            return made.map(mine -> new Claimed(mine.getMetadata().getUid(), true));
        }
        LivePreview preview = PreviewNamespace.read(found, environment.app())
                .filter(known -> known.branch().equals(claim.branch()))
                .orElseThrow(() -> foreign(found, environment, claim));
        Namespace again = PreviewNamespace.again(found, preview, claim, owner, clock.instant());
        Optional<Namespace> written = replaced(client, again);
        if (written.isPresent() && preview.state() == State.CLAIMED) {
            admit(limit, client, claim, written.get(), control);
        }
        return written.map(mine -> new Claimed(mine.getMetadata().getUid(), false));
    }

    private void admit(
            PreviewLimit limit, KubernetesClient client, PreviewClaim claim, Namespace mine, StageControl control) {
        try {
            limit.admit(control);
        } catch (ReleaseException.Failed full) {
            takenBack(client, mine);
            throw full;
        }
        changed(
                client,
                mine.getMetadata().getName(),
                mine.getMetadata().getUid(),
                found -> PreviewNamespace.admitted(found, claim, clock.instant()));
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
    public Map<AppName, List<LivePreview>> all(Target cluster) {
        Map<AppName, List<LivePreview>> all = new TreeMap<>(Comparator.comparing(AppName::value));
        asking("list the previews in cluster " + cluster.cluster(), () -> clusters.client(cluster)
                        .namespaces()
                        .withLabel(Labels.PREVIEW)
                        .list()
                        .getItems())
                .forEach(namespace -> PreviewNamespace.app(namespace)
                        .ifPresent(app -> PreviewNamespace.read(namespace, app)
                                .ifPresent(preview -> all.computeIfAbsent(app, first -> new ArrayList<>())
                                        .add(preview))));
        return all;
    }

    @Override
    public PreviewLoad load(Target cluster, LivePreview preview) {
        String name = preview.namespace().value();
        return asking("read the pods and stateful sets of namespace " + name, () -> {
            KubernetesClient client = clusters.client(cluster);
            List<Pod> pods = client.pods().inNamespace(name).list().getItems();
            List<StatefulSet> workloads =
                    client.apps().statefulSets().inNamespace(name).list().getItems();
            return PodLoad.of(pods, DatastoreData.lost(workloads, pods));
        });
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
    public boolean remove(EnvironmentSpec environment, String uid, boolean overdue, String who, StageControl control) {
        String name = environment.target().namespace().value();
        return asking(
                "delete namespace " + name + " of cluster "
                        + environment.target().cluster(),
                () -> new PreviewEnd(clusters.client(environment.target()), environment, locks, clock)
                        .remove(uid, overdue, who, control));
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
    static boolean deleted(KubernetesClient client, Namespace found) {
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
