package io.kuberelease.adapters.testmark;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.kuberelease.model.Digest;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.TestSetup;

/**
 * The digest of a setup of tests, over the canonical JSON of all its fields. A field that is added later counts by
 * itself: rather one test too many than one too few.
 */
final class Fingerprint {
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
