package io.kuberelease.adapters.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergedValuesTest {
    @TempDir
    Path source;

    private BundleFixture bundleFixture;

    @BeforeEach
    void open() {
        bundleFixture = new BundleFixture(source);
    }

    @Test
    void mergesMappingsAndLetsTheLaterFileWin() {
        assertThat(bundleFixture.canonical(
                        "service: {type: NodePort, port: 80}\nreplicas: 1", "service: {port: 81}\nextra: x"))
                .isEqualTo("{\"extra\":\"x\",\"replicas\":1,\"service\":{\"port\":81,\"type\":\"NodePort\"}}");
    }

    @Test
    void replacesListsAndWhateverChangesItsKind() {
        assertThat(bundleFixture.canonical("hosts: [a, b]\nmap: {a: 1}\ntext: x", "hosts: [c]\nmap: [1]\ntext: {a: 1}"))
                .isEqualTo("{\"hosts\":[\"c\"],\"map\":[1],\"text\":{\"a\":1}}");
    }

    @Test
    void keepsANullWhichRemovesADefaultOfTheChart() {
        assertThat(bundleFixture.canonical("limits: {cpu: 1}", "limits: ~")).isEqualTo("{\"limits\":null}");
    }

    @Test
    void takesFilesWithCommentsAloneAndEnvironmentsWithoutFiles() {
        assertThat(bundleFixture.canonical("# nothing yet\n")).isEqualTo("{}");
        assertThat(bundleFixture.canonical()).isEqualTo("{}");
    }

    @Test
    void resolvesAliasesAndMergeKeysAsHelmDoes() {
        assertThat(bundleFixture.canonical("base: &base {a: 1, b: 2}\nweb: {<<: *base, b: 3}\nagain: *base"))
                .isEqualTo("{\"again\":{\"a\":1,\"b\":2},\"base\":{\"a\":1,\"b\":2},\"web\":{\"a\":1,\"b\":3}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                1                    | 1
                1.0                  | 1
                1.50                 | 1.5
                1e3                  | 1000
                +7                   | 7
                0x1F                 | 31
                0644                 | 420
                0b11                 | 3
                1_000                | 1000
                12345678901234567890 | 12345678901234567000
                "1"                  | "1"
                "NO"                 | "NO"
                NO                   | false
                y                    | true
                "y"                  | "y"
                "0644"               | "0644"
                '~'                  | "~"
                '0x1F'               | "0x1F"
                "1_000"              | "1_000"
                'yes'                | "yes"
                "1.10"               | "1.10"
                "2024-01-01"         | "2024-01-01"
                TRUE                 | true
                ~                    | null
                """)
    void readsAValueAsHelmDoes(String written, String read) {
        assertThat(bundleFixture.canonical("value: " + written)).isEqualTo("{\"value\":" + read + "}");
    }

    @Test
    void readsKeysAsHelmDoes() {
        assertThat(bundleFixture.canonical("\"y\": 1\n\"on\": 2\n80: 3\na: 1\na: 2"))
                .isEqualTo("{\"80\":3,\"a\":2,\"on\":2,\"y\":1}");
        assertThat(bundleFixture.canonical("a: 1\n---\nb: 2")).isEqualTo("{\"a\":1,\"b\":2}");
        assertThat(bundleFixture.canonical("\uFEFFa: 1\n")).isEqualTo("{\"a\":1}");
    }
}
