package io.kuberelease.adapters.kubernetes.secrets;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.port.Progress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the values of the Secrets that pods refer to, so that they are masked before logs are read. A Secret that can't
 * be read is not masked; each one is read only once. Methods block; thread-safe.
 */
public final class PodSecrets {
    private final KubernetesClient client;
    private final Progress progress;
    private final Set<Reference> read = ConcurrentHashMap.newKeySet();

    private record Reference(String namespace, String name) {}

    public PodSecrets(KubernetesClient client, Progress progress) {
        this.client = client;
        this.progress = progress;
    }

    /** Masks the values of all Secrets that the pod refers to. */
    public void hide(Pod pod) {
        hide(pod.getMetadata().getNamespace(), names(pod.getSpec()));
    }

    /** Masks the values of these Secrets, except those that were read before. */
    public void hide(String namespace, Collection<String> secrets) {
        List<String> texts = secrets.stream()
                .filter(name -> read.add(new Reference(namespace, name)))
                .flatMap(name -> secret(namespace, name).stream())
                .flatMap(PodSecrets::values)
                .toList();
        if (!texts.isEmpty()) {
            progress.hide(FoundSecrets.of(texts));
        }
    }

    /** The names of the Secrets in a pod's variables, volumes and image pull secrets. */
    static Set<String> names(PodSpec spec) {
        Stream<String> pulls = spec.getImagePullSecrets().stream().map(reference -> reference.getName());
        List<Container> containers = new ArrayList<>(spec.getInitContainers());
        containers.addAll(spec.getContainers());
        return Stream.of(
                        pulls,
                        containers.stream().flatMap(PodSecrets::ofVariables),
                        spec.getVolumes().stream().flatMap(PodSecrets::ofVolume))
                .flatMap(all -> all)
                .collect(Collectors.toSet());
    }

    private static Stream<String> ofVariables(Container container) {
        Stream<String> each = container.getEnv().stream()
                .filter(variable -> variable.getValueFrom() != null
                        && variable.getValueFrom().getSecretKeyRef() != null)
                .map(variable -> variable.getValueFrom().getSecretKeyRef().getName());
        Stream<String> all = container.getEnvFrom().stream()
                .filter(source -> source.getSecretRef() != null)
                .map(source -> source.getSecretRef().getName());
        return Stream.concat(each, all);
    }

    private static Stream<String> ofVolume(Volume volume) {
        Stream<String> own = Stream.ofNullable(volume.getSecret()).map(secret -> secret.getSecretName());
        Stream<String> projected = Stream.ofNullable(volume.getProjected())
                .flatMap(projection -> projection.getSources().stream())
                .filter(source -> source.getSecret() != null)
                .map(source -> source.getSecret().getName());
        return Stream.concat(own, projected);
    }

    private Optional<Secret> secret(String namespace, String name) {
        try {
            return Optional.ofNullable(
                    client.secrets().inNamespace(namespace).withName(name).get());
        } catch (KubernetesClientException unreadable) {
            return Optional.empty();
        }
    }

    private static Stream<String> values(Secret secret) {
        return Stream.ofNullable(secret.getData())
                .flatMap(data -> data.values().stream())
                .map(value -> new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8));
    }
}
