package io.kuberelease.app.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.app.preview.ShownFiles.Kind;
import io.kuberelease.app.preview.ShownFiles.ShownFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a person sees of a stranger's branch before it runs, and when that is not enough. */
class ShownFilesTest {
    private static final String RELEASE_FILE = "app: polls\npreview: {values: [deploy/preview.yaml]}\n";

    private final Map<String, byte[]> files = new TreeMap<>();
    private String link = "";
    private String trusted = "";

    ShownFilesTest() {
        file("kube-release.yaml", RELEASE_FILE);
        file("Dockerfile", "FROM scratch\n");
        file("chart/Chart.yaml", "name: polls\n");
        file("chart/templates/a.yaml", "kind: Pod\n");
        file("deploy/preview.yaml", "replicas: 1\n");
        file("secret.txt", "not shown");
    }

    private void file(String path, String content) {
        files.put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    private ShownFiles shown() {
        return shown("kube-release.yaml");
    }

    private ShownFiles shown(String releaseFile) {
        try {
            byte[] governing = files.getOrDefault(releaseFile, RELEASE_FILE.getBytes(StandardCharsets.UTF_8));
            return ShownFiles.read(
                    new Fake(), releaseFile, trusted.isEmpty() ? governing : trusted.getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theReleaseFileTheChartItsValuesAndTheDockerfileAreShown() {
        assertThat(shown().refused()).isEmpty();
        assertThat(shown().files())
                .extracting(ShownFile::path)
                .containsExactly(
                        "kube-release.yaml",
                        "chart/Chart.yaml",
                        "chart/templates/a.yaml",
                        "Dockerfile",
                        "deploy/preview.yaml");
        assertThat(shown().files().get(0).lines())
                .containsExactly("app: polls", "preview: {values: [deploy/preview.yaml]}");
    }

    @Test
    void pathsAreThoseOfTheReleaseFilesDirectory() {
        Map.copyOf(files).forEach((path, content) -> {
            files.remove(path);
            files.put("web/" + path, content);
        });

        assertThat(shown("web/kube-release.yaml").files())
                .extracting(ShownFile::path)
                .contains("web/chart/Chart.yaml");
        assertThat(shown("kube-release.yaml").refused()).isPresent();
    }

    /** The host deploys what the trusted release file names, whatever the stranger's own says. */
    @Test
    void whatIsDeployedIsShownAndNotWhatTheStrangersReleaseFileNames() {
        trusted = "app: polls\nchart: {path: real}\n";
        file("real/Chart.yaml", "name: other\n");

        assertThat(shown().files())
                .extracting(ShownFile::path)
                .containsExactly("kube-release.yaml", "real/Chart.yaml", "Dockerfile");
        files.remove("real/Chart.yaml");
        assertThat(refusal()).contains("there is no real");
    }

    @Test
    void whatCanNotBeShownWholeIsRefusedWithTheReason() {
        refuses("chart/icon.png", "\0\1PNG", "chart/icon.png has characters that are not seen, in line 1");
        files.put("chart/lib.tgz", new byte[] {(byte) 0x1f, (byte) 0x8b, (byte) 0xff});
        assertThat(refusal()).contains("chart/lib.tgz is no text");
        files.remove("chart/lib.tgz");
        refuses("chart/a.yaml", "a: \u202eb", "chart/a.yaml has characters that are not seen, in line 1");
        refuses("chart/big.yaml", "x".repeat(ShownFiles.LARGEST), "with chart/big.yaml it is more than");
        refuses(
                "chart/Chart.yaml",
                "dependencies: [{repository: file://../other}]",
                "takes in another chart of the repository");
        file("chart/Chart.yaml", "name: polls\n");
        link = "chart/templates/a.yaml";
        assertThat(refusal()).contains("chart/templates/a.yaml is a link");
    }

    private void refuses(String path, String content, String why) {
        file(path, content);
        assertThat(refusal()).contains("It can't be shown whole, so it can't be deployed: ", why);
        files.remove(path);
    }

    private String refusal() {
        return shown().refused().orElse("nothing");
    }

    @Test
    void aPathOutOfTheRepositoryIsRefused() {
        file("kube-release.yaml", "chart: {path: ../../etc}");
        assertThat(refusal()).contains("../../etc leads out of");
        file("kube-release.yaml", "chart: {path: /etc}");
        assertThat(refusal()).contains("/etc leads out of");
        file("kube-release.yaml", "chart: [");
        assertThat(refusal()).contains("is no release file that can be read");
        file("kube-release.yaml", "chart: {path: none}");
        assertThat(refusal()).contains("there is no none");
    }

    @Test
    void moreFilesThanAnybodyReadsAreRefused() {
        for (int i = 0; i < ShownFiles.MOST_FILES; i++) {
            file("chart/templates/" + i + ".yaml", "");
        }

        assertThat(refusal()).contains("it is more than 200 files");
    }

    private final class Fake implements ShownFiles.Tree {
        @Override
        public Kind kind(String path) {
            if (path.equals(link)) {
                return Kind.OTHER;
            }
            return files.containsKey(path) ? Kind.FILE : names(path).isEmpty() ? Kind.NONE : Kind.DIRECTORY;
        }

        @Override
        public List<String> names(String path) {
            return files.keySet().stream()
                    .filter(each -> each.startsWith(path + "/"))
                    .map(each -> each.substring(path.length() + 1).split("/", 2)[0])
                    .distinct()
                    .toList();
        }

        @Override
        public byte[] read(String path, int most) throws IOException {
            byte[] content = files.get(path);
            if (content == null) {
                throw new IOException("there is no " + path);
            }
            return Arrays.copyOf(content, Math.min(content.length, most + 1));
        }
    }
}
