package io.kuberelease.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({"90s, PT90S", "10m, PT10M", "4h, PT4H", "2d, PT48H", "1h30m, PT90M", "1d1h1m1s, PT25H1M1S"})
    void durationsReadAsPeopleWriteThem(String text, Duration expected) {
        assertThat(DurationText.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "0s", "-1s", "1.5h", "4 h", "30m1h", "31d", "9999999s", "PT4H", "h"})
    void anythingElseIsRefusedWithExamples(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("for example 90s, 10m or 4h");
    }
}
