package io.kuberelease.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageValues;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was configured is told from what was not, and a single place is kept as it always was. */
class ImagePlacesJsonTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule()
                    .addSerializer(ImagePlaces.class, new ImagePlacesJson.Writer())
                    .addDeserializer(ImagePlaces.class, new ImagePlacesJson.Reader()))
            .build();

    @Test
    void theUsualPlaceStaysWrittenOutOrNot() throws IOException {
        for (ImagePlaces places : List.of(
                ImagePlaces.USUAL,
                ImagePlaces.of(ImageValues.USUAL),
                ImagePlaces.of(ImageValues.whole("image")),
                new ImagePlaces(List.of(ImageValues.USUAL, ImageValues.whole("job.image"))))) {
            assertThat(JSON.readValue(JSON.writeValueAsString(places), ImagePlaces.class))
                    .isEqualTo(places);
        }
        assertThat(JSON.valueToTree(ImagePlaces.USUAL).isObject()).isTrue();
        assertThat(JSON.valueToTree(ImagePlaces.of(ImageValues.whole("image"))).isObject())
                .isTrue();
    }
}
