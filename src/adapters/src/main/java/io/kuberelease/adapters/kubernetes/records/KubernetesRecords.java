package io.kuberelease.adapters.kubernetes.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Circumstances;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.model.Retention;
import io.kuberelease.model.Version;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.ReleaseRecords;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Records as a JSON list in the ConfigMap {@code kube-release.<app>.records} of the app's namespace. */
public final class KubernetesRecords implements ReleaseRecords {
    private static final String ENTRY = "records.json";
    /** A record takes some 800 bytes, so that even a thousand stay below the 1 MiB that an object may have. */
    private static final Retention RETENTION = Retention.USUAL;
    /** Many, since each try that fails means that another writer succeeded. */
    private static final int TRIES = 60;

    private final Clusters clusters;
    private final RecordJson json = new RecordJson();

    public KubernetesRecords(Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public List<EnvironmentRecord> history(EnvironmentSpec environment) {
        try {
            return read(find(environment), environment).stream()
                    .filter(entry -> entry.environment().equals(environment.name()))
                    .toList();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("read the " + place(environment), problem);
        }
    }

    @Override
    public void write(EnvironmentSpec environment, EnvironmentRecord entry) {
        try {
            for (int tries = 0; tries < TRIES; tries++) {
                if (tryWrite(environment, entry)) {
                    return;
                }
            }
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("write the " + place(environment), problem);
        }
        throw new ReleaseException.Errored(
                Cause.of(
                        CauseKind.UNAVAILABLE,
                        "could not write the " + place(environment) + ": others wrote it " + TRIES + " times"),
                Duration.ZERO);
    }

    /** Writes the record, unless it is there already; false when somebody else wrote in between. */
    private boolean tryWrite(EnvironmentSpec environment, EnvironmentRecord entry) {
        Optional<ConfigMap> found = find(environment);
        List<EnvironmentRecord> before = read(found, environment);
        List<EnvironmentRecord> after = with(before, entry);
        if (after.equals(before)) {
            return true;
        }
        ConfigMap changed = new ConfigMapBuilder(found.orElseGet(() -> empty(environment)))
                .withData(Map.of(ENTRY, json.write(after)))
                .build();
        KubernetesClient client = clusters.client(environment.target());
        try {
            if (found.isPresent()) {
                client.resource(changed)
                        .lockResourceVersion(changed.getMetadata().getResourceVersion())
                        .update();
            } else {
                client.resource(changed).create();
            }
            return true;
        } catch (KubernetesClientException problem) {
            if (problem.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw problem;
        }
    }

    /**
     * The records with this one, newest first. It replaces an earlier one of the same release, environment and bundle;
     * a failed deployment and the rollback after it have different bundles, and stay two.
     */
    private static List<EnvironmentRecord> with(List<EnvironmentRecord> before, EnvironmentRecord entry) {
        if (before.contains(entry)) {
            return before;
        }
        List<EnvironmentRecord> after = new ArrayList<>(before);
        after.removeIf(known -> known.release().equals(entry.release())
                && known.environment().equals(entry.environment())
                && known.bundle().equals(entry.bundle()));
        after.add(0, entry);
        List<EnvironmentRecord> kept = RETENTION.keep(
                after.stream()
                        .filter(known -> known.environment().equals(entry.environment()))
                        .toList(),
                entry.at());
        after.removeIf(known -> known.environment().equals(entry.environment()) && !kept.contains(known));
        return after;
    }

    private List<EnvironmentRecord> read(Optional<ConfigMap> found, EnvironmentSpec environment) {
        try {
            return found.map(ConfigMap::getData)
                    .map(data -> data.get(ENTRY))
                    .map(json::read)
                    .orElse(List.of());
        } catch (IllegalArgumentException | DateTimeParseException problem) {
            throw new ReleaseException.Failed(
                    Cause.of(
                                    CauseKind.BAD_INPUT,
                                    "could not read the " + place(environment) + ": "
                                            + Objects.requireNonNullElse(problem.getMessage(), "not valid"))
                            .suggesting("mend the ConfigMap, or delete it to begin anew"),
                    problem);
        }
    }

    private Optional<ConfigMap> find(EnvironmentSpec environment) {
        return Optional.ofNullable(clusters.client(environment.target())
                .configMaps()
                .inNamespace(environment.target().namespace().value())
                .withName(name(environment))
                .get());
    }

    private static ConfigMap empty(EnvironmentSpec environment) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name(environment))
                .withNamespace(environment.target().namespace().value())
                .withLabels(Labels.ours(
                        Labels.asBeforeToo(Map.of(Labels.APP, environment.app().value()))))
                .endMetadata()
                .build();
    }

    private static String name(EnvironmentSpec environment) {
        return "kube-release." + environment.app() + ".records";
    }

    private static String place(EnvironmentSpec environment) {
        return "records of " + environment.app() + " in " + environment.name();
    }

    /**
     * Converts records to JSON and back, by hand: the format in clusters must not change with the names in our code.
     */
    private static final class RecordJson {
        private static final int FORMAT = 1;
        private final ObjectMapper json = new ObjectMapper();

        String write(List<EnvironmentRecord> records) {
            ArrayNode all = json.createArrayNode();
            records.forEach(entry -> all.add(node(entry)));
            return all.toString();
        }

        /** Reads a list of records; entries of another format are left out. */
        List<EnvironmentRecord> read(String text) {
            try {
                List<EnvironmentRecord> records = new ArrayList<>();
                for (JsonNode node : json.readTree(text)) {
                    if (node.path("format").asInt() == FORMAT) {
                        records.add(entry(node));
                    }
                }
                return records;
            } catch (JsonProcessingException problem) {
                throw new IllegalArgumentException("the records are not JSON", problem);
            }
        }

        private ObjectNode node(EnvironmentRecord entry) {
            ObjectNode node = json.createObjectNode()
                    .put("format", FORMAT)
                    .put("release", entry.release().value())
                    .put("app", entry.app().value())
                    .put("environment", entry.environment().value())
                    .put("version", entry.version().toString())
                    .put("commit", entry.commit())
                    .put("bundle", entry.bundle().toString())
                    .put("helmRevision", entry.helmRevision())
                    .put("at", entry.at().toString())
                    .put("by", entry.by())
                    .put("result", entry.result().name())
                    .put("errand", entry.circumstances().kind().name());
            // One of several is there for programs that know of one only: what they then fetch they refuse as a whole.
            node.put("image", entry.images().first().toString());
            entry.images().stream().forEach(image -> image.name().ifPresent(name -> node.withObject("/images")
                    .put(name.value(), image.value().toString())));
            entry.circumstances().took().ifPresent(took -> node.put("took", took.toString()));
            entry.circumstances().approvedBy().ifPresent(who -> node.put("approvedBy", who));
            return node;
        }

        private static EnvironmentRecord entry(JsonNode node) {
            return new EnvironmentRecord(
                    new ReleaseId(node.path("release").asText()),
                    new AppName(node.path("app").asText()),
                    new EnvironmentName(node.path("environment").asText()),
                    new Version(node.path("version").asText()),
                    node.path("commit").asText(),
                    images(node),
                    ImageReference.parse(node.path("bundle").asText()),
                    node.path("helmRevision").asInt(),
                    Instant.parse(node.path("at").asText()),
                    node.path("by").asText(),
                    EnvironmentRecord.Result.valueOf(node.path("result").asText()),
                    circumstances(node));
        }

        /** An only image is one text, as it was before there could be several. */
        private static PerImage<ImageReference> images(JsonNode node) {
            if (!node.has("images")) {
                return PerImage.single(ImageReference.parse(node.path("image").asText()));
            }
            Map<ImageName, ImageReference> images = new TreeMap<>();
            node.path("images")
                    .properties()
                    .forEach(image -> images.put(
                            new ImageName(image.getKey()),
                            ImageReference.parse(image.getValue().asText())));
            return PerImage.named(images);
        }

        /** Defaults for records of earlier versions, which lack these fields. */
        private static Circumstances circumstances(JsonNode node) {
            return new Circumstances(
                    ReleaseKind.valueOf(node.path("errand").asText(ReleaseKind.RELEASE.name())),
                    text(node, "took").map(Duration::parse),
                    text(node, "approvedBy"));
        }

        private static Optional<String> text(JsonNode node, String key) {
            return Optional.ofNullable(node.path(key).textValue());
        }
    }
}
