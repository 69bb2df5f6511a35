package io.kuberelease.adapters.kubernetes.tests;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HostAliasBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.adapters.kubernetes.jobs.JobOwner;
import io.kuberelease.adapters.kubernetes.jobs.RestrictedContainers;
import io.kuberelease.model.RunningDatastores;
import io.kuberelease.port.TestRunner.TestRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the Job whose pod runs the tests. Pure. */
final class TestJob {

    static final String CONTAINER = "test";

    // A release that was killed and is resumed within the hour still finds its tests' outcome.
    private static final int KEPT_SECONDS = 3600;
    private static final long COURIER_SECONDS = 30;

    private TestJob() {}

    /**
     * @param place the place of the reports; absent when none are wanted
     * @param courierImage an image with {@code sh}, {@code find}, {@code tar} and {@code base64}
     * @param user the number of the user that the tests run as
     * @param limit the time after which the cluster ends the pod, even if we are gone
     */
    static Job of(
            JobIdentity identity,
            TestRequest request,
            Optional<ReportsPlace> place,
            String courierImage,
            long user,
            Duration limit) {
        PodSpecBuilder pod = new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(COURIER_SECONDS)
                .withContainers(container(request, place));
        request.datastores()
                .ifPresent(datastores -> pod.addToHostAliases(new HostAliasBuilder()
                        .withIp(datastores.address())
                        .withHostnames(datastores.hostNames())
                        .build()));
        place.ifPresent(reports -> pod.addToInitContainers(ReportsCourier.container(
                        courierImage, reports, user, request.tests().needs()))
                .addNewVolume()
                .withName(ReportsCourier.VOLUME)
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .addNewVolume()
                .withName(ReportsCourier.SCRATCH)
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume());
        Job job = new JobBuilder()
                .withNewMetadata()
                .withName(identity.name())
                .withLabels(identity.labels())
                .withOwnerReferences(request.datastores()
                        .map(datastores -> List.of(JobOwner.of(datastores.owner(), datastores.ownerUid())))
                        .orElse(List.of()))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(Math.max(1, limit.toSeconds()))
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(identity.labels())
                .endMetadata()
                .withSpec(pod.build())
                .endTemplate()
                .endSpec()
                .build();
        if (request.once()) {
            // It says that it was done for as long as its namespace is there.
            job.getSpec().setTtlSecondsAfterFinished(null);
        }
        return job;
    }

    private static Container container(TestRequest request, Optional<ReportsPlace> place) {
        ContainerBuilder container = new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(request.image().toString())
                .withCommand(
                        request.tests().command().stream().map(TestJob::literal).toList())
                .withEnv(environment(request))
                .withEnvFrom(request.variables().stream()
                        .map(secret -> new EnvFromSourceBuilder()
                                .withNewSecretRef()
                                .withName(secret)
                                .endSecretRef()
                                .build())
                        .toList())
                .withSecurityContext(
                        RestrictedContainers.securityContext(request.tests().needs()))
                .withResources(
                        RestrictedContainers.resources(request.tests().needs().resourcesOrSmall()));
        place.ifPresent(reports -> container
                .addNewVolumeMount()
                .withName(ReportsCourier.VOLUME)
                .withMountPath(reports.directory())
                .endVolumeMount());
        return container.build();
    }

    /** The release file's variables, and the datastores' others by reference, so that no password is in the pod. */
    private static List<EnvVar> environment(TestRequest request) {
        Map<String, String> own = request.tests().environment();
        Stream<EnvVar> referred = request.datastores().stream().flatMap(datastores -> datastores.variables().stream()
                .filter(name -> !own.containsKey(name))
                .map(name -> reference(datastores, name)));
        Stream<EnvVar> literal = own.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(variable -> new EnvVarBuilder()
                        .withName(variable.getKey())
                        .withValue(literal(variable.getValue()))
                        .build());
        return Stream.concat(referred, literal).toList();
    }

    private static EnvVar reference(RunningDatastores datastores, String name) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef()
                .withName(datastores.secret())
                .withKey(name)
                .endSecretKeyRef()
                .endValueFrom()
                .build();
    }

    /** Escapes {@code $(NAME)}, which the cluster would take for a reference to a variable. */
    private static String literal(String text) {
        return text.replace("$(", "$$(");
    }
}
