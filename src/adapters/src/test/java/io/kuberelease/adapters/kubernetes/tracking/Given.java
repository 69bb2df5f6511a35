package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ResourceIdentity;
import java.util.Arrays;
import java.util.List;

/** Hand-made objects of a namespace, written as YAML that shows only what matters. */
final class Given {
    private Given() {}

    static Snapshot snapshot(HasMetadata... objects) {
        return new Snapshot(Arrays.asList(objects));
    }

    static HasMetadata object(String yaml) {
        HasMetadata object = new KubernetesSerialization().unmarshal(yaml);
        object.getMetadata().setNamespace("polls");
        if (object.getMetadata().getName() == null) {
            object.getMetadata().setName(object.getMetadata().getGenerateName() + "x7b2q");
        }
        if (object.getMetadata().getUid() == null) {
            object.getMetadata()
                    .setUid(object.getKind() + "-" + object.getMetadata().getName());
        }
        if (object.getMetadata().getResourceVersion() == null) {
            object.getMetadata().setResourceVersion("100");
        }
        return object;
    }

    static ResourceIdentity identity(String apiVersion, String kind) {
        return new ResourceIdentity(apiVersion, kind, new Namespace("polls"), "polls");
    }

    /** A Deployment of three replicas at generation 2, revision 2. */
    static HasMetadata deployment(String status) {
        return object("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: polls, generation: 2, annotations: {deployment.kubernetes.io/revision: "2"}}
                spec: {replicas: 3}
                status: {%s}
                """.formatted(status));
    }

    static HasMetadata replicaSet(String name, int revision, String status) {
        return object("""
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata:
                  name: %s
                  annotations: {deployment.kubernetes.io/revision: "%d"}
                  ownerReferences: [{controller: true, kind: Deployment, name: polls, uid: Deployment-polls}]
                status: {%s}
                """.formatted(name, revision, status));
    }

    /** A pod whose container crashes again and again. */
    static HasMetadata crashingPod(String name, String ownerUid, String labels) {
        return object("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %s
                  labels: {%s}
                  ownerReferences: [{controller: true, kind: ReplicaSet, name: x, uid: %s}]
                status:
                  phase: Running
                  containerStatuses:
                    - name: web
                      restartCount: 3
                      state: {waiting: {reason: CrashLoopBackOff}}
                      lastState: {terminated: {exitCode: 3, reason: Error}}
                """.formatted(name, labels, ownerUid));
    }

    /** A pod of a StatefulSet named polls. */
    static HasMetadata ordinal(int number, String revision, boolean ready) {
        return object("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: polls-%d
                  labels: {controller-revision-hash: %s}
                  ownerReferences: [{controller: true, kind: StatefulSet, name: polls, uid: StatefulSet-polls}]
                status:
                  phase: Running
                  conditions: [{type: Ready, status: "%s"}]
                  containerStatuses: [{name: web, ready: %s, restartCount: 0, state: {running: {}}}]
                """.formatted(number, revision, ready ? "True" : "False", ready));
    }

    static RolloutBaseline applied() {
        return new RolloutBaseline(java.util.Map.of(), java.util.Optional.of(java.util.Map.of()));
    }

    static RolloutBaseline notYetApplied(HasMetadata... before) {
        return RolloutBaseline.now(List.of(before));
    }
}
