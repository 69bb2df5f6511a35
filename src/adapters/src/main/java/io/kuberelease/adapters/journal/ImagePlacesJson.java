package io.kuberelease.adapters.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageValues;
import java.io.IOException;
import java.util.List;

/**
 * An image's places as JSON: a single one stands by itself, as it did before there could be several, unless it is the usual
 * one and was written out.
 */
final class ImagePlacesJson {
    private ImagePlacesJson() {}

    static final class Writer extends StdSerializer<ImagePlaces> {
        private static final long serialVersionUID = 1;

        Writer() {
            super(ImagePlaces.class);
        }

        @Override
        public void serialize(ImagePlaces places, JsonGenerator json, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(
                    places.simple().<Object>map(place -> place).orElse(places.all()), json);
        }
    }

    static final class Reader extends StdDeserializer<ImagePlaces> {
        private static final long serialVersionUID = 1;

        Reader() {
            super(ImagePlaces.class);
        }

        @Override
        public ImagePlaces deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.hasToken(JsonToken.START_ARRAY)
                    ? new ImagePlaces(List.of(context.readValue(json, ImageValues[].class)))
                    : ImagePlaces.ofSimple(context.readValue(json, ImageValues.class));
        }
    }
}
