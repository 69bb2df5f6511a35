package io.kuberelease.adapters.testmark;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.TestMark;
import io.kuberelease.model.TestSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a mark says.
 *
 * @param at when the tests had passed
 * @param fingerprint of the setup in which they did
 * @param image the image's digest
 * @param release in which they ran
 */
record MarkDocument(
        String at,
        String fingerprint,
        String image,
        Optional<Integer> passed,
        String release,
        Optional<Integer> skipped) {

    static MarkDocument of(Digest image, Digest fingerprint, TestMark mark) {
        return new MarkDocument(
                mark.at().toString(),
                fingerprint.value(),
                image.value(),
                mark.summary().map(TestSummary::passed),
                mark.release().value(),
                mark.summary().map(TestSummary::skipped));
    }

    /** What {@link #json} wrote; absent when it is anything else. */
    static Optional<MarkDocument> read(byte[] json) {
        try {
            return Optional.ofNullable(mapper().readValue(json, MarkDocument.class));
        } catch (IOException noSuchDocument) {
            return Optional.empty();
        }
    }

    byte[] json() {
        try {
            return mapper().writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers have a JSON form", impossible);
        }
    }

    boolean isAbout(Digest tested, Digest setup) {
        return image.equals(tested.value()) && fingerprint.equals(setup.value());
    }

    /** The mark; absent when there is no such release or time. */
    Optional<TestMark> mark() {
        try {
            Optional<TestSummary> summary =
                    passed.map(number -> new TestSummary(number, 0, skipped.orElse(0), List.of()));
            return Optional.of(new TestMark(new ReleaseId(release), Instant.parse(at), summary));
        } catch (IllegalArgumentException | DateTimeException notAMark) {
            return Optional.empty();
        }
    }

    private static ObjectMapper mapper() {
        return JsonMapper.builder()
                .addModule(new Jdk8Module())
                .serializationInclusion(JsonInclude.Include.NON_ABSENT)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .build();
    }
}
