package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.adapters.kubernetes.support.Namespaces;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Keeps the rendering of a diff that waits for an approval or a time, so that any process on any machine applies
 * exactly that, even if the chart would render differently the next time. It is a Secret, since the manifests hold the
 * values of the chart's own Secrets, as Helm's record will. Methods block.
 */
final class KeptRenderings {
    private static final String RENDERING = "rendering";
    private static final int DIGITS = 16;
    /** In bytes, compressed: below the 1 MiB of a Secret, with room for the rest of the object. */
    private static final int MOST = 1_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final EnvironmentSpec environment;

    /**
     * @param client a client whose default namespace is that of the release
     */
    KeptRenderings(KubernetesClient client, EnvironmentSpec environment) {
        this.client = client;
        this.environment = environment;
    }

    /**
     * Keeps the rendering of a diff, and creates the namespace if allowed. Does nothing if the diff has one already.
     */
    void keep(Digest diff, Rendering rendering) {
        byte[] content = packed(rendering.made());
        if (content.length > MOST) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.CHART_INVALID,
                            "what chart " + environment.app()
                                    + " renders to is too large to be kept until it is deployed: " + content.length
                                    + " bytes compressed, a Secret takes " + MOST)
                    .suggesting("look for large files that the templates take in"));
        }
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name(diff))
                .withLabels(labels())
                .endMetadata()
                .withType("kube-release.io/" + RENDERING)
                .withImmutable(true)
                .withData(Map.of(RENDERING, Base64.getEncoder().encodeToString(content)))
                .build();
        try {
            if (environment.createNamespace()) {
                new Namespaces(client)
                        .makeIfMissing(environment.target().namespace().value());
            }
            client.secrets().resource(secret).create();
        } catch (KubernetesClientException problem) {
            if (problem.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw ClusterErrors.translate("keep what was rendered, Secret " + name(diff), problem);
            }
        }
    }

    /** The rendering that was kept for a diff; absent when there is none. */
    Optional<Rendering> of(Digest diff) {
        try {
            return Optional.ofNullable(client.secrets().withName(name(diff)).get())
                    .map(secret ->
                            Rendering.of(unpacked(secret), environment.target().namespace()));
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("read what was rendered, Secret " + name(diff), problem);
        }
    }

    /**
     * Deletes all kept renderings of the app: after a deployment their diffs are outdated. A failure is only logged.
     */
    void removeAll(Progress progress) {
        try {
            client.secrets().withLabels(labels()).delete();
        } catch (KubernetesClientException later) {
            progress.log("helm", "what was rendered is left behind as a Secret: " + later.getMessage());
        }
    }

    private Map<String, String> labels() {
        return Map.of(Labels.APP, environment.app().value(), Labels.KIND, RENDERING);
    }

    private String name(Digest diff) {
        String hex = diff.value().substring(diff.value().indexOf(':') + 1);
        return "kube-release." + environment.app() + ".rendering." + hex.substring(0, DIGITS);
    }

    private static byte[] packed(WorkerMessages.Rendered made) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            JSON.writeValue(gzip, made);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return bytes.toByteArray();
    }

    private static WorkerMessages.Rendered unpacked(Secret secret) {
        byte[] content = Base64.getDecoder().decode(secret.getData().getOrDefault(RENDERING, ""));
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return JSON.readValue(plain, WorkerMessages.Rendered.class);
        } catch (IOException damaged) {
            throw new UncheckedIOException(
                    "Secret " + secret.getMetadata().getName() + ", which holds what was rendered, can't be read",
                    damaged);
        }
    }
}
