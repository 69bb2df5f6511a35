package io.kuberelease.adapters.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class MergedValuesTest {
    @TempDir
    Path source;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = new Shop(source);
    }

    @Test
    void merges_mappings_and_lets_the_later_file_win() {
        assertThat(shop.canonical("service: {type: NodePort, port: 80}\nreplicas: 1", "service: {port: 81}\nextra: x"))
                .isEqualTo("{\"extra\":\"x\",\"replicas\":1,\"service\":{\"port\":81,\"type\":\"NodePort\"}}");
    }

    @Test
    void replaces_lists_and_whatever_changes_its_kind() {
        assertThat(shop.canonical("hosts: [a, b]\nmap: {a: 1}\ntext: x", "hosts: [c]\nmap: [1]\ntext: {a: 1}"))
                .isEqualTo("{\"hosts\":[\"c\"],\"map\":[1],\"text\":{\"a\":1}}");
    }

    @Test
    void keeps_a_null_which_removes_a_default_of_the_chart() {
        assertThat(shop.canonical("limits: {cpu: 1}", "limits: ~")).isEqualTo("{\"limits\":null}");
    }

    @Test
    void takes_files_with_comments_alone_and_environments_without_files() {
        assertThat(shop.canonical("# nothing yet\n")).isEqualTo("{}");
        assertThat(shop.canonical()).isEqualTo("{}");
    }

    @Test
    void resolves_aliases_and_merge_keys_as_helm_does() {
        assertThat(shop.canonical("base: &base {a: 1, b: 2}\nweb: {<<: *base, b: 3}\nagain: *base"))
                .isEqualTo("{\"again\":{\"a\":1,\"b\":2},\"base\":{\"a\":1,\"b\":2},\"web\":{\"a\":1,\"b\":3}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                1                    | 1
                1.0                  | 1.0
                1.50                 | 1.5
                1e3                  | 1000.0
                1.5e-7               | 0.00000015
                -0.0                 | 0.0
                +7                   | 7
                0x1F                 | 31
                0o17                 | 15
                12345678901234567890 | 12345678901234567890
                "1"                  | "1"
                'yes'                | "yes"
                2024-01-01           | "2024-01-01"
                TRUE                 | true
                ~                    | null
                """)
    void writes_a_value_in_one_way_only(String written, String canonical) {
        assertThat(shop.canonical("value: " + written)).isEqualTo("{\"value\":" + canonical + "}");
    }

    @Test
    void writes_json_that_is_yaml_too() {
        String text = "\"\\x7f\\x85\\u2028\\ufeff\\U0001F600 \\\" \\\\ \\t/\"";

        String json = shop.canonical("80: " + text + "\nlist: [{a: 1.5e300}]");

        Map<?, ?> read = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(json);
        assertThat(read.get("80")).isEqualTo("\u007f\u0085\u2028\ufeff😀 \" \\ \t/");
        assertThat(read.get("list")).isEqualTo(List.of(Map.of("a", 1.5e300)));
    }
}
