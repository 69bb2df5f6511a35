package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Reads the Secrets in which Helm records the revisions of an app in a namespace. Methods block. */
final class HelmRecords {
    /** The number of revisions to keep, which is the default of Helm's own command. */
    private static final int KEPT = 10;

    /** Without a limit on strings: a record that fits into a Secret may be many times as long when unpacked. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private static final Comparator<Secret> BY_NUMBER = Comparator.comparingInt(HelmRecords::number);

    private final KubernetesClient client;
    private final AppName app;

    /**
     * @param client a client whose default namespace is that of the release
     */
    HelmRecords(KubernetesClient client, AppName app) {
        this.client = client;
        this.app = app;
    }

    /**
     * The revisions that matter for a deployment.
     *
     * @param latest the last revision, whatever its status is
     * @param base the revision to which Helm compares an upgrade: the last deployed one, else the last one
     */
    record History(Optional<HelmRevision> latest, Optional<HelmRevision> base) {
        /** The number of the last revision, 0 when there is none. */
        int revision() {
            return latest.map(HelmRevision::number).orElse(0);
        }
    }

    History history() {
        List<Secret> all = secrets();
        Optional<Secret> latest = all.stream().max(BY_NUMBER);
        Optional<Secret> deployed = all.stream()
                .filter(secret ->
                        "deployed".equals(secret.getMetadata().getLabels().get("status")))
                .max(BY_NUMBER);
        return new History(
                latest.map(HelmRecords::read), deployed.or(() -> latest).map(HelmRecords::read));
    }

    /** Marks a revision failed in Helm's record. Fails if the record is gone, or somebody changed it meanwhile. */
    void markFailed(int revision, String why) {
        String tried = "mark revision " + revision + " of Helm release " + app + " failed";
        try {
            String name = "sh.helm.release.v1." + app + ".v" + revision;
            Secret secret =
                    Optional.ofNullable(client.secrets().withName(name).get()).orElseThrow(() -> gone(tried, name));
            ObjectNode release = payload(secret);
            ObjectNode info = release.withObject("/info");
            info.put("status", "failed").put("description", why);
            secret.getData().put("release", encoded(release));
            secret.getMetadata().getLabels().put("status", "failed");
            client.secrets().resource(secret).update();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(tried, problem);
        }
    }

    private ReleaseException gone(String tried, String name) {
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.REFUSED,
                        "could not " + tried + ": Helm's record of it, Secret " + name + " in namespace "
                                + client.getNamespace() + ", is not there any more: somebody has removed it")
                .suggesting(
                        "look at helm history " + app + " -n " + client.getNamespace() + ", and ask who removed it"));
    }

    /** Deletes the oldest revisions, as Helm's own command does, but only superseded and failed ones. */
    void prune() {
        List<Secret> sorted = secrets().stream().sorted(BY_NUMBER.reversed()).toList();
        sorted.stream()
                .skip(KEPT)
                .filter(secret -> List.of("superseded", "failed")
                        .contains(secret.getMetadata().getLabels().getOrDefault("status", "")))
                .forEach(secret -> client.secrets().resource(secret).delete());
    }

    private List<Secret> secrets() {
        try {
            return client.secrets()
                    .withLabels(Map.of("owner", "helm", "name", app.value()))
                    .list()
                    .getItems();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("read Helm's records of " + app + " in " + client.getNamespace(), problem);
        }
    }

    private static int number(Secret secret) {
        return Integer.parseInt(secret.getMetadata().getLabels().getOrDefault("version", "0"));
    }

    private static HelmRevision read(Secret secret) {
        JsonNode release = payload(secret);
        JsonNode info = release.path("info");
        StringBuilder manifest = new StringBuilder(release.path("manifest").asText());
        for (JsonNode hook : release.path("hooks")) {
            manifest.append("\n---\n").append(hook.path("manifest").asText());
        }
        for (JsonNode file : release.path("chart").path("files")) {
            if (file.path("name").asText().startsWith("crds/")) {
                manifest.append("\n---\n").append(decoded(file.path("data").asText()));
            }
        }
        Map<String, String> annotations = new HashMap<>();
        release.path("chart")
                .path("metadata")
                .path("annotations")
                .properties()
                .forEach(entry ->
                        annotations.put(entry.getKey(), entry.getValue().asText()));
        return new HelmRevision(
                release.path("version").asInt(),
                info.path("status").asText(),
                info.path("description").asText(),
                instant(info.path("last_deployed").asText()),
                manifest.toString(),
                annotations);
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException unknown) {
            return Instant.EPOCH;
        }
    }

    private static ObjectNode payload(Secret secret) {
        byte[] packed = Base64.getDecoder()
                .decode(Base64.getDecoder().decode(secret.getData().get("release")));
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return (ObjectNode) JSON.readTree(plain);
        } catch (IOException damaged) {
            throw new UncheckedIOException(
                    "Helm's record " + secret.getMetadata().getName() + " can't be read", damaged);
        }
    }

    private static String encoded(ObjectNode release) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            JSON.writeValue(gzip, release);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        String inner = Base64.getEncoder().encodeToString(packed.toByteArray());
        return Base64.getEncoder().encodeToString(inner.getBytes(StandardCharsets.UTF_8));
    }
}
