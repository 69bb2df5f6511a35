package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.DatastoreSpec.ReadyCheck;
import io.kuberelease.port.Datastores.DatastoreRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Job whose pod runs all datastores side by side, from what is wanted; pure. */
final class DatastoreJob {

    // Long enough to read why it ended, before the cluster removes Job, pod and Secret.
    private static final int KEPT_SECONDS = 60;
    // Checked far longer than anybody waits: the verdict "not ready in time", with its evidence, is ours to give.
    private static final int CHECKS = 1800;
    private static final int CHECK_SECONDS = 15;

    /** Keeps the pod from a node until its Secret is there: a kubelet that misses one looks again after ten seconds. */
    static final String GATE = "kube-release.io/secret";

    private DatastoreJob() {}

    static Job of(JobIdentity identity, DatastoreRequest request) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(identity.name())
                .withLabels(identity.labels())
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(request.lifetime().toSeconds())
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(identity.labels())
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withSchedulingGates(new PodSchedulingGate(GATE))
                .withTerminationGracePeriodSeconds(1L)
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withContainers(request.datastores().stream()
                        .map(spec -> container(identity, spec))
                        .toList())
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static Container container(JobIdentity identity, DatastoreSpec spec) {
        return new ContainerBuilder()
                .withName(spec.name())
                .withImage(spec.image())
                .withArgs(spec.arguments().stream()
                        .map(argument -> Placeholders.forItself(spec, argument))
                        .toList())
                .withEnv(environment(identity, spec))
                .addNewPort()
                .withContainerPort(spec.port())
                .endPort()
                .withStartupProbe(probe(spec))
                .build();
    }

    /** The password first: the values after it refer to it. */
    private static List<EnvVar> environment(JobIdentity identity, DatastoreSpec spec) {
        EnvVar password = new EnvVarBuilder()
                .withName(Placeholders.PASSWORD_VARIABLE)
                .withNewValueFrom()
                .withNewSecretKeyRef()
                .withName(identity.name())
                .withKey(Credentials.passwordKey(spec))
                .endSecretKeyRef()
                .endValueFrom()
                .build();
        EnvVar address = new EnvVarBuilder()
                .withName(Placeholders.ADDRESS_VARIABLE)
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("status.podIP")
                .endFieldRef()
                .endValueFrom()
                .build();
        Stream<EnvVar> settings = spec.settings().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(setting -> new EnvVarBuilder()
                        .withName(setting.getKey())
                        .withValue(Placeholders.forItself(spec, setting.getValue()))
                        .build());
        return Stream.concat(Stream.of(password, address), settings).toList();
    }

    /** A startup probe: it ends with its first success, and takes nothing from the tests afterwards. */
    private static Probe probe(DatastoreSpec spec) {
        ProbeBuilder probe = new ProbeBuilder()
                .withPeriodSeconds(1)
                .withTimeoutSeconds(CHECK_SECONDS)
                .withFailureThreshold(CHECKS);
        ReadyCheck check = spec.ready();
        if (check instanceof ReadyCheck.Command command) {
            return probe.withNewExec()
                    .withCommand(Placeholders.forChecks(spec, command.command()))
                    .endExec()
                    .build();
        }
        if (check instanceof ReadyCheck.Http http) {
            return probe.withNewHttpGet()
                    .withPath(http.path())
                    .withPort(new IntOrString(spec.port()))
                    .endHttpGet()
                    .build();
        }
        return probe.withNewTcpSocket()
                .withPort(new IntOrString(spec.port()))
                .endTcpSocket()
                .build();
    }
}
