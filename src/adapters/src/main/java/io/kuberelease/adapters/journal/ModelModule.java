package io.kuberelease.adapters.journal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Version;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.Trigger;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Maps the model to JSON and back: names are plain strings, and {@code type} tells the cases of a sealed type. */
final class ModelModule extends SimpleModule {
    private static final long serialVersionUID = 1;

    private static final List<Class<?>> SEALED = List.of(
            ReleaseEvent.class,
            StageOutcome.class,
            StageOutput.class,
            StageTask.class,
            Trigger.class,
            DatastoreSpec.ReadyCheck.class);

    ModelModule() {
        super("kube-release");
        text(AppName.class, AppName::new);
        text(Digest.class, Digest::new);
        text(EnvironmentName.class, EnvironmentName::new);
        text(ImageReference.class, ImageReference::parse);
        text(ImageRepository.class, ImageRepository::new);
        text(Namespace.class, Namespace::new);
        text(ReleaseId.class, ReleaseId::new);
        text(StageId.class, StageId::new);
        text(Version.class, Version::new);
        SEALED.forEach(this::cases);
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
