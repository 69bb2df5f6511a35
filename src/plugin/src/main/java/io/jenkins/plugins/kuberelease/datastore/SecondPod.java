package io.jenkins.plugins.kuberelease.datastore;

import hudson.model.Run;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.kuberelease.access.AgentClusters;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.datastores.DatastoreVariables;
import io.kuberelease.adapters.kubernetes.datastores.KubernetesDatastores;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.port.Datastores.DatastoreRequest;
import io.kuberelease.port.StageControl;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** The pod with the datastores of one block, identified by its name also after a restart. Methods block. */
final class SecondPod implements AutoCloseable {
    // A limit for when nobody is left to remove it; usually the agent's pod is gone long before.
    private static final Duration LIFETIME = Duration.ofHours(24);

    private final Place place;
    private final StepName name;
    private final AutoCloseable access;
    private final Clusters clusters;
    private final KubernetesDatastores datastores;

    SecondPod(Place place, StepName name, Run<?, ?> run, ExecutorService workers) {
        this.place = place;
        this.name = name;
        if (place.agentPod() == null) {
            Access ofRun = Access.of(run);
            this.access = ofRun;
            this.clusters = ofRun.clusters();
        } else {
            this.clusters = AgentClusters.of(run.getParent());
            this.access = clusters;
        }
        this.datastores =
                new KubernetesDatastores(clusters, GracePeriods.USUAL, workers, Clock.systemUTC(), new SecureRandom());
    }

    /** Starts the pod, or joins the one that was started; completes when every datastore is ready. */
    CompletionStage<Started> start(List<DatastoreSpec> specs, StageControl control) {
        KubernetesDatastores owned =
                place.agentPod() == null ? datastores : datastores.ownedBy(agent(place.agentPod()));
        DatastoreRequest request = new DatastoreRequest(name.release(), name.app(), place.target(), specs, LIFETIME);
        return owned.start(request, control)
                .thenApply(running -> new Started(running.address(), datastores.variables(running, specs)));
    }

    /** Removes the pod and all that belongs to it; returns when that is certain. */
    void remove() {
        datastores.remove(name.release(), name.app(), place.target());
    }

    private OwnerReference agent(String podName) {
        Pod pod = clusters.client(place.target())
                .pods()
                .inNamespace(place.namespace())
                .withName(podName)
                .get();
        if (pod == null) {
            throw new ReleaseException.Errored(
                    Cause.of(
                            CauseKind.UNAVAILABLE,
                            "the agent's pod " + podName + " is gone from namespace " + place.namespace()),
                    Duration.ZERO);
        }
        return new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(podName)
                .withUid(pod.getMetadata().getUid())
                .build();
    }

    @Override
    public void close() {
        try {
            access.close();
        } catch (Exception e) {
            throw new IllegalStateException("a connection to cluster " + place.cluster() + " can't be closed", e);
        }
    }

    /** Datastores that are ready, with the pod's address and the variables for the block. */
    record Started(String address, DatastoreVariables variables) {}
}
