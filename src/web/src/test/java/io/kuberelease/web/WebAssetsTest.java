package io.kuberelease.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is served of the pages, and that it is the same wherever it is served. */
class WebAssetsTest {
    private static final Path FILES = Path.of("src/main/resources/io/kuberelease/web");

    @Test
    void everyFileIsServedAndNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(WebAssets.names())
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString()).toList());
        }
        assertThat(WebAssets.find(WebAssets.digest() + "/main.js"))
                .hasValueSatisfying(asset -> assertThat(asset.type()).startsWith("text/javascript"));
        assertThat(Stream.of("main.js", "0/main.js", WebAssets.digest() + "/../WebAssets.class", WebAssets.digest(), "")
                        .map(WebAssets::find))
                .allSatisfy(found -> assertThat(found).isEmpty());
    }

    /** A host's words and looks are the host's to give. */
    @Test
    void nothingIsSaidOfJenkins() throws IOException {
        for (String name : WebAssets.names()) {
            String text = Files.readString(FILES.resolve(name)).toLowerCase(java.util.Locale.ROOT);
            assertThat(text.replace("jenkins the one of jenkins", "")).as(name).doesNotContain("jenkins");
        }
    }

    @Test
    void nothingThatAPageIsToldBecomesMarkup() {
        String html = new StandalonePage("<b>", "release", "a/", Map.of("document", "\"'<script>&")).html();

        assertThat(html)
                .contains("<title>&lt;b&gt;</title>", "data-document=\"&quot;&#39;&lt;script&gt;&amp;\"")
                .doesNotContain("<b>");
    }

    @Test
    void scriptsMakeTextNodesAndNoMarkup() throws IOException {
        for (String name : WebAssets.names()) {
            assertThat(new String(
                            WebAssets.find(WebAssets.digest() + "/" + name)
                                    .orElseThrow()
                                    .content(),
                            StandardCharsets.UTF_8))
                    .as(name)
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
        }
    }
}
