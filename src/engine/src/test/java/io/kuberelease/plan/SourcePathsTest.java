package io.kuberelease.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePathsTest {
    @ParameterizedTest
    @CsvSource({
        "chart, chart",
        "./chart/, chart",
        "., .",
        "a/../b, b",
        "a/.., .",
        "a//b/./c, a/b/c",
        "build/reports/*.xml, build/reports/*.xml"
    })
    void aPathInsideTheSourceIsMadePlain(String written, String plain) {
        assertThat(SourcePaths.inside(written)).contains(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "..", "../x", "a/../../b", "/etc/passwd", "~/x", "C:\\x", "c:/x", "a\\..\\b", "a\0b"})
    void aPathThatLeadsOutIsNone(String written) {
        assertThat(SourcePaths.inside(written)).isEmpty();
    }
}
