package io.kuberelease.adapters.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.PerImage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What belongs to each image as JSON: that of an only image stands by itself, as it did before there could be several;
 * those of several are a mapping by name. So a value must not be a mapping itself.
 */
final class PerImageJson {
    private PerImageJson() {}

    @SuppressWarnings("rawtypes") // of whatever it holds
    static final class Writer extends StdSerializer<PerImage> {
        private static final long serialVersionUID = 1;

        Writer() {
            super(PerImage.class);
        }

        @Override
        public void serialize(PerImage value, JsonGenerator json, SerializerProvider provider) throws IOException {
            PerImage<?> images = value;
            if (images.only().isPresent()) {
                provider.defaultSerializeValue(images.first(), json);
                return;
            }
            json.writeStartObject();
            for (PerImage.Entry<?> image : images.entries()) {
                provider.defaultSerializeField(image.name().orElseThrow().value(), image.value(), json);
            }
            json.writeEndObject();
        }
    }

    static final class Reader extends StdDeserializer<PerImage<?>> implements ContextualDeserializer {
        private static final long serialVersionUID = 1;
        private final JavaType type;

        Reader() {
            this(TypeFactory.unknownType());
        }

        private Reader(JavaType type) {
            super(PerImage.class);
            this.type = type;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            JavaType whole = context.getContextualType();
            return new Reader(whole.containedTypeOrUnknown(0));
        }

        @Override
        public PerImage<?> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.START_OBJECT)) {
                return PerImage.single(context.<Object>readValue(json, type));
            }
            Map<ImageName, Object> values = new LinkedHashMap<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                ImageName name = new ImageName(json.currentName());
                json.nextToken();
                values.put(name, context.<Object>readValue(json, type));
            }
            return PerImage.named(values);
        }
    }
}
