package io.kuberelease.adapters.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Writes and reads journal entries as JSON, one per line. Each carries the version of its format; every version that
 * was ever released stays readable.
 */
public final class JournalCodec {
    private static final int VERSION = 1;

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new ModelModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The entry as one line without a line end; texts and lists too long for a journal are cut. */
    public String write(JournalEntry entry) {
        try {
            ObjectNode tree = mapper.createObjectNode();
            tree.put("v", VERSION)
                    .put("n", entry.number())
                    .put("at", entry.at().toString())
                    .set("event", mapper.valueToTree(entry.event()));
            return mapper.writeValueAsString(EntryLimit.fit(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("entry " + entry.number() + " can't be written as JSON", e);
        }
    }

    /**
     * Reads the entry in a line.
     *
     * @throws ReleaseException.Failed when the line is not an entry, or its version is unknown to this program
     */
    public JournalEntry read(String line) {
        try {
            JsonNode tree = mapper.readTree(line);
            int version = tree.path("v").asInt();
            if (version != VERSION) {
                throw unreadable("it is of version " + version + ", this program knows up to " + VERSION);
            }
            if (!tree.path("event").isObject()) {
                throw unreadable("it has no event");
            }
            return new JournalEntry(
                    tree.path("n").asLong(),
                    Instant.parse(tree.path("at").asText()),
                    mapper.treeToValue(tree.path("event"), ReleaseEvent.class));
        } catch (JsonProcessingException e) {
            throw unreadable(e.getOriginalMessage());
        } catch (DateTimeParseException e) {
            throw unreadable("it has no time: " + e.getMessage());
        }
    }

    private static ReleaseException.Failed unreadable(String why) {
        return new ReleaseException.Failed(Cause.of(CauseKind.INTERNAL, "can't read an entry of the journal: " + why)
                .suggesting("use the version of kube-release that wrote it, or a newer one"));
    }
}
