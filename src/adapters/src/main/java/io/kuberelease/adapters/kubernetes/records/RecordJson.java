package io.kuberelease.adapters.kubernetes.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Circumstances;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records as JSON. Written out by hand: what stands in clusters must not change with the names in our code. */
final class RecordJson {
    private static final int FORMAT = 1;
    private final ObjectMapper json = new ObjectMapper();

    String write(List<EnvironmentRecord> records) {
        ArrayNode all = json.createArrayNode();
        records.forEach(entry -> all.add(node(entry)));
        return all.toString();
    }

    /** Entries of a newer format are left out. */
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
                .put("image", entry.image().toString())
                .put("bundle", entry.bundle().toString())
                .put("helmRevision", entry.helmRevision())
                .put("at", entry.at().toString())
                .put("by", entry.by())
                .put("result", entry.result().name())
                .put("errand", entry.circumstances().errand().name());
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
                ImageReference.parse(node.path("image").asText()),
                ImageReference.parse(node.path("bundle").asText()),
                node.path("helmRevision").asInt(),
                Instant.parse(node.path("at").asText()),
                node.path("by").asText(),
                EnvironmentRecord.Result.valueOf(node.path("result").asText()),
                circumstances(node));
    }

    /** Records were without these once. */
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
