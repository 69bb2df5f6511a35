package io.kuberelease.adapters.kubernetes.previews;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;

/**
 * Deletes one preview. It takes the preview's lock before, as whoever deploys there does: so it waits for a release that
 * is under way, and none begins meanwhile. Lock and all else goes with the namespace.
 */
record PreviewEnd(KubernetesClient client, EnvironmentSpec environment, EnvironmentLock locks, InstantSource clock) {
    private static final int TRIES = 20;
    private static final Duration ALIVE = Duration.ofSeconds(60);

    /** As {@link io.kuberelease.port.Previews#remove}. */
    boolean remove(String uid, boolean overdue, String who, StageControl control) {
        boolean locked = false;
        try {
            for (int tries = 0; tries < TRIES; tries++) {
                Namespace found = client.namespaces().withName(name()).get();
                if (found == null || !found.getMetadata().getUid().equals(uid)) {
                    return true;
                }
                boolean ending = found.getMetadata().getDeletionTimestamp() != null;
                if (!ending && !isToGo(found, overdue, control)) {
                    return false;
                }
                if (!ending && !locked) {
                    lock(who, control);
                    locked = true;
                } else if (ending || KubernetesPreviews.deleted(client, found)) {
                    control.progress().note("waits until all of it is gone");
                    new EndOfNamespace(client, name(), control, clock).await(uid);
                    return true;
                }
            }
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "could not delete namespace " + name() + ": others changed it"),
                    Duration.ZERO);
        } finally {
            if (locked) {
                unlock(control);
            }
        }
    }

    private String name() {
        return environment.target().namespace().value();
    }

    private void lock(String who, StageControl control) {
        try {
            var unused = locks.acquire(environment, who, control)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException problem) {
            if (problem.getCause() instanceof ReleaseException known) {
                throw known;
            }
            throw problem;
        }
    }

    /** It is gone with its namespace, unless that was left. */
    private void unlock(StageControl control) {
        try {
            locks.release(environment, control.release());
        } catch (ReleaseException gone) {
            return;
        }
    }

    private boolean isToGo(Namespace found, boolean overdue, StageControl control) {
        LivePreview preview = PreviewNamespace.read(found, environment.app())
                .orElseThrow(() -> new ReleaseException.Failed(Cause.of(
                                CauseKind.REFUSED,
                                "did not delete namespace " + name()
                                        + ": what it says of itself is not, or not any more, that it is a preview of "
                                        + environment.app())
                        .suggesting("look at its labels and annotations, and delete it by hand if it is one")));
        return !overdue || (preview.overdue(clock.instant()) && !isReleasedTo(control));
    }

    private boolean isReleasedTo(StageControl control) {
        Instant alive = clock.instant().minus(ALIVE);
        return locks.claims(environment)
                .holder()
                .filter(holder -> !holder.release().equals(control.release()))
                .filter(holder -> holder.renewed().isAfter(alive))
                .isPresent();
    }
}
