package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.request.Node;
import io.kuberelease.request.Overlay;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Settings of a Jenkinsfile on a release file, and the text of what comes out. */
class OverlayTest {
    private static final String FILE = """
            app: polls
            image: {repository: registry.example/polls, platforms: [linux/amd64], createRepository: true}
            environments:
              staging: {cluster: one, namespace: "yes"}
              production: {cluster: two}
            datastores: {postgres: 1.10}
            """;

    @Test
    void replacesWhatItMentionsAndLeavesTheRest() {
        Node laid = Overlay.of(
                read(FILE, "file"),
                read(
                        "{image: {platforms: [linux/arm64]}, environments: {staging: {cluster: three}}, test: {}}",
                        "step"));

        assertThat(new ReleaseFileText().of(laid))
                .isEqualTo("{\"app\": \"polls\", \"image\": {\"repository\": \"registry.example/polls\","
                        + " \"platforms\": [\"linux/arm64\"], \"createRepository\": true},"
                        + " \"environments\": {\"staging\": {\"cluster\": \"three\", \"namespace\": \"yes\"},"
                        + " \"production\": {\"cluster\": \"two\"}}, \"datastores\": {\"postgres\": 1.10},"
                        + " \"test\": {}}");
        Node.Mapping image =
                (Node.Mapping) ((Node.Mapping) laid).entries().get(1).value();
        assertThat(image.entries())
                .extracting(entry -> entry.value().place().source())
                .containsExactly("file", "step", "file");
    }

    @Test
    void itsTextReadsAsTheSameContent() {
        String awkward = "{app: \"\\\"{ab}\\\" \\\\ # \\t: [ żółć\", image: ~, test: [1.10, true, no, '', \"true\"]}";

        String once = new ReleaseFileText().of(read(awkward, "file"));

        assertThat(new ReleaseFileText().of(read(once, "text"))).isEqualTo(once);
        assertThat(once).contains("żółć").contains("[1.10, true, \"no\", \"\", \"true\"]");
    }

    private static Node read(String text, String name) {
        return ((ReadResult.Read) ReleaseFile.parse(text.getBytes(StandardCharsets.UTF_8), name)).root();
    }
}
