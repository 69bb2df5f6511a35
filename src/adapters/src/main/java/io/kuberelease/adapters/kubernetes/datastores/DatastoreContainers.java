package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.kuberelease.adapters.kubernetes.jobs.RestrictedContainers;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.DatastoreSpec.ReadyCheck;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds a container for each datastore. Pure. */
final class DatastoreContainers {

    // The cluster probes longer than we wait, so that we decide "not ready in time", and can give evidence.
    private static final int CHECKS = 1800;
    private static final int CHECK_SECONDS = 15;

    private DatastoreContainers() {}

    /**
     * The containers in the order of the datastores.
     *
     * @param secret the name of the Secret that holds each one's password
     */
    static List<Container> of(List<DatastoreSpec> datastores, String secret) {
        return datastores.stream().map(spec -> container(spec, secret)).toList();
    }

    private static Container container(DatastoreSpec spec, String secret) {
        return new ContainerBuilder()
                .withName(spec.name())
                .withImage(spec.image())
                .withArgs(spec.arguments().stream()
                        .map(argument -> Placeholders.forItself(spec, argument))
                        .toList())
                .withEnv(environment(spec, secret))
                .addNewPort()
                .withContainerPort(spec.port())
                .endPort()
                .withStartupProbe(probe(spec))
                .withSecurityContext(RestrictedContainers.securityContext(spec.needs()))
                .withResources(RestrictedContainers.resources(spec.needs().resourcesOrSmall()))
                .build();
    }

    /** The password comes first, since the values after it refer to it. */
    private static List<EnvVar> environment(DatastoreSpec spec, String secret) {
        EnvVar password = new EnvVarBuilder()
                .withName(Placeholders.PASSWORD_VARIABLE)
                .withNewValueFrom()
                .withNewSecretKeyRef()
                .withName(secret)
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

    /** A startup probe, which ends with its first success and so takes no resources from the tests. */
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
