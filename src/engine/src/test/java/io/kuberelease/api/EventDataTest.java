package io.kuberelease.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.engine.SmallRelease;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDataTest {

    @ParameterizedTest
    @CsvSource({
        "staging.deploy+, SUCCEEDED",
        "staging.deploy~, WAITING",
        "staging.deploy!, FAILED",
        "staging.deploy?, ERRORED",
        "staging.deploy-, SKIPPED",
        "staging.deploy*, OUTDATED",
        "staging.deploy#, ABORTED"
    })
    void eachKindOfEndIsToldByItsOwnName(String ended, EventData.Outcome outcome) {
        SmallRelease release = SmallRelease.with("staging.deploy> " + ended);

        assertThat(EventData.of(release.last(), release.state()).flatMap(EventData::outcome))
                .isEqualTo(Optional.of(outcome));
    }
}
