package io.kuberelease.adapters.journal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Version;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.SecretSource;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.Trigger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

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

    /** Maps the model to JSON and back: names are plain strings, and {@code type} tells the cases of a sealed type. */
    private static final class ModelModule extends SimpleModule {
        private static final long serialVersionUID = 1;

        private static final List<Class<?>> SEALED = List.of(
                ReleaseEvent.class,
                StageOutcome.class,
                StageOutput.class,
                StageTask.class,
                Trigger.class,
                DatastoreSpec.ReadyCheck.class,
                SecretSource.class);

        ModelModule() {
            super("kube-release");
            text(AppName.class, AppName::new);
            text(Digest.class, Digest::new);
            text(EnvironmentName.class, EnvironmentName::new);
            text(ImageName.class, ImageName::new);
            text(ImageReference.class, ImageReference::parse);
            text(ImageRepository.class, ImageRepository::new);
            text(Namespace.class, Namespace::new);
            text(ReleaseId.class, ReleaseId::new);
            text(StageId.class, StageId::new);
            text(Version.class, Version::new);
            SEALED.forEach(this::cases);
            addSerializer(PerImage.class, new PerImageJson.Writer());
            addDeserializer(PerImage.class, new PerImageJson.Reader());
            addSerializer(ImagePlaces.class, new ImagePlacesJson.Writer());
            addDeserializer(ImagePlaces.class, new ImagePlacesJson.Reader());
            setMixInAnnotation(StageOutput.BundleFetched.class, NamedAsBefore.class);
            setMixInAnnotation(StageOutput.Returned.class, NamedAsBefore.class);
        }

        private <T> void text(Class<T> type, Function<String, T> parse) {
            addSerializer(type, ToStringSerializer.instance);
            addKeySerializer(type, ToStringSerializer.instance);
            addDeserializer(type, new Parsed<>(type, parse));
            addKeyDeserializer(type, new ParsedKey(parse));
        }

        private void cases(Class<?> sealed) {
            setMixInAnnotation(sealed, Typed.class);
            for (Class<?> kind : sealed.getPermittedSubclasses()) {
                registerSubtypes(new NamedType(kind, kebab(kind.getSimpleName())));
            }
        }

        private static String kebab(String name) {
            return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        }

        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
        private interface Typed {}

        /** What several images may be in had its name when there was one. */
        private interface NamedAsBefore {
            @JsonProperty("image")
            PerImage<ImageReference> images();
        }

        private static final class Parsed<T> extends FromStringDeserializer<T> {
            private static final long serialVersionUID = 1;
            private final transient Function<String, T> parse;

            private Parsed(Class<T> type, Function<String, T> parse) {
                super(type);
                this.parse = parse;
            }

            @Override
            protected T _deserialize(String value, DeserializationContext context) {
                return parse.apply(value);
            }
        }

        private static final class ParsedKey extends KeyDeserializer {
            private final Function<String, ?> parse;

            private ParsedKey(Function<String, ?> parse) {
                this.parse = parse;
            }

            @Override
            public Object deserializeKey(String key, DeserializationContext context) {
                return parse.apply(key);
            }
        }
    }
}
