package io.kuberelease.adapters.testmark;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.TestMark;
import io.kuberelease.model.TestSummary;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.TestSetup;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import io.kuberelease.port.TestMarks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps marks as small OCI artifacts in the image's repository, under a tag made from the image's digest and from the
 * setup of the tests: {@code sha256-<digest>.test-<setup>}. Every registry has tags, also where they may not move.
 */
public final class OciTestMarks implements TestMarks {
    static final String TYPE = "application/vnd.kube-release.tests.v1+json";

    private static final int SETUP_HEX = 12;

    /** Stands in for a layer: some registries refuse a manifest without any. */
    private static final Layer NO_LAYER =
            new Layer("application/vnd.oci.empty.v1+json", "{}".getBytes(StandardCharsets.UTF_8), Map.of());

    private final ImageRegistry registry;

    public OciTestMarks(ImageRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Optional<TestMark> find(ImageReference image, TestSetup setup) {
        ImageRepository repository = image.repository();
        Digest fingerprint = Fingerprint.of(setup);
        return registry.resolve(repository, tag(image, fingerprint))
                .map(mark -> registry.pull(new ImageReference(repository, mark)))
                .filter(artifact -> artifact.type().equals(TYPE))
                .flatMap(artifact -> MarkDocument.read(artifact.config().content()))
                .filter(document -> document.isAbout(image.digest(), fingerprint))
                .flatMap(MarkDocument::mark);
    }

    @Override
    public void keep(ImageReference image, TestSetup setup, TestMark mark) {
        if (!isKept(image, setup)) {
            Digest fingerprint = Fingerprint.of(setup);
            byte[] document = MarkDocument.of(image.digest(), fingerprint, mark).json();
            Artifact artifact = new Artifact(TYPE, new Layer(TYPE, document, Map.of()), List.of(NO_LAYER), Map.of());
            registry.push(image.repository(), artifact, tag(image, fingerprint));
        }
    }

    private boolean isKept(ImageReference image, TestSetup setup) {
        try {
            return find(image, setup).isPresent();
        } catch (ReleaseException unreadable) {
            // An unreadable mark counts as none; a registry that can't be used says why when the mark is pushed.
            return false;
        }
    }

    private static String tag(ImageReference image, Digest fingerprint) {
        return "sha256-" + image.digest().hex() + ".test-" + fingerprint.hex().substring(0, SETUP_HEX);
    }

    /**
     * A mark as it is written into the registry.
     *
     * @param at when the tests had passed, in ISO 8601
     * @param fingerprint of the setup in which they did
     * @param image the image's digest
     * @param release in which they ran
     */
    private record MarkDocument(
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

        /** Reads what {@link #json} wrote; empty when it is anything else. */
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

        /** The mark; empty when a field is not valid. */
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

    /**
     * The digest of a setup of tests, over the canonical JSON of all its fields. A field that is added later counts by
     * itself: rather one test too many than one too few.
     */
    static final class Fingerprint {
        private Fingerprint() {}

        /** The same for the same setup, in each process: maps have no order of their own, so their keys are sorted. */
        static Digest of(TestSetup setup) {
            try {
                return Digest.of(mapper().writeValueAsString(setup));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("a setup of tests has a JSON form", impossible);
            }
        }

        private static ObjectMapper mapper() {
            return JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(new JavaTimeModule())
                    .addMixIn(DatastoreSpec.ReadyCheck.class, Typed.class)
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .build();
        }

        @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
        private interface Typed {}
    }
}
