package io.kuberelease.adapters.kubernetes.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.ReleaseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsPlaceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    build/reports/*.xml      | /app/build/reports | *.xml
                    target/**/TEST-*.xml     | /app/target        | **/TEST-*.xml
                    ./out/junit.xml          | /app/out           | junit.xml
                    /reports/*.xml           | /reports           | *.xml
                    """)
    void isTheDirectoryBeforeTheFirstWildcard(String glob, String directory, String rest) {
        assertThat(ReportsPlace.of(glob, "/app")).isEqualTo(new ReportsPlace(directory, rest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.xml", "report.xml", "**/*.xml", "../*.xml", "/*.xml", "./*.xml"})
    void refusesADirectoryThatWouldHideTheApp(String glob) {
        assertThatThrownBy(() -> ReportsPlace.of(glob, "/app"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("no directory of its own");
    }

    @Test
    void matchesFilesAsInAntAndJenkins() {
        assertThat(new ReportsPlace("/r", "*.xml").matches("./a.xml")).isTrue();
        assertThat(new ReportsPlace("/r", "*.xml").matches("./deeper/a.xml")).isFalse();
        assertThat(new ReportsPlace("/r", "**/T*.xml").matches("./Ta.xml")).isTrue();
        assertThat(new ReportsPlace("/r", "**/T*.xml").matches("./b/c/Ta.xml")).isTrue();
        assertThat(new ReportsPlace("/r", "*/**/T*.xml").matches("./b/Ta.xml")).isTrue();
        assertThat(new ReportsPlace("/r", "*/**/T*.xml").matches("./b/c/d/Ta.xml"))
                .isTrue();
        assertThat(new ReportsPlace("/r", "*/**/T*.xml").matches("./Ta.xml")).isFalse();
    }

    @Test
    void asksForEveryFileWhereFindCannotExpressThePattern() {
        assertThat(new ReportsPlace("/r", "TEST-*.xml").namePattern()).isEqualTo("TEST-*.xml");
        assertThat(new ReportsPlace("/r", "{a,b}.xml").namePattern()).isEqualTo("*");
    }
}
