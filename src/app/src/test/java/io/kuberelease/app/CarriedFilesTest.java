package io.kuberelease.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.plan.ReleasePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent sends to the controller is what Helm would read at the source. */
class CarriedFilesTest {
    @TempDir
    private Path home;

    private Path source;

    @BeforeEach
    void source() throws IOException {
        source = Files.createDirectory(home.resolve("source"));
        write("Dockerfile", "FROM scratch\n");
        write("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        write("common/values.yaml", "replicas: 3\n");
        write("kube-release.yaml", """
            app: shop
            image: {repository: r.example/shop}
            environments:
              staging: {cluster: here, values: values.yaml}
            """);
    }

    @Test
    void whatALinkLeadsToIsCarriedUnderItsName() throws Exception {
        link("values.yaml", "common/values.yaml");
        link("chart/values.yaml", "../common/values.yaml");
        link("chart/templates", "../common");

        assertThat(carried())
                .containsOnlyKeys("chart/Chart.yaml", "chart/values.yaml", "chart/templates/values.yaml", "values.yaml")
                .containsEntry("values.yaml", Files.readAllBytes(source.resolve("common/values.yaml")));
    }

    @Test
    void aLinkOutOfTheSourceIsRefused() throws IOException {
        write("values.yaml", "replicas: 3\n");
        Files.writeString(home.resolve("secret"), "s3cret");
        link("chart/values.yaml", "../../secret");

        assertThatThrownBy(this::carried).hasMessageContaining("chart/values.yaml leads out of the source");
    }

    @Test
    void aLinkToNothingIsRefused() throws IOException {
        write("values.yaml", "replicas: 3\n");
        link("chart/values.yaml", "gone.yaml");

        assertThatThrownBy(this::carried)
                .hasMessageContaining("chart/values.yaml is a link to gone.yaml, which is not");
    }

    @Test
    void aLinkInACircleIsRefused() throws IOException {
        write("values.yaml", "replicas: 3\n");
        link("chart/templates", "../chart");

        assertThatThrownBy(this::carried).hasMessageContaining("chart can't be read");
    }

    private Map<String, byte[]> carried() throws IOException, BadRequest {
        ReleaseSpec spec = new ReleaseSpec(
                ReleaseSpec.File.usual(),
                ReleaseSpec.Beside.NOTHING,
                ReleaseSpec.Parts.ALL,
                Optional.of("1.4.0"),
                List.of(),
                "ann");
        ReleasePlan plan = new ReleasePlanner(unused -> new GitSource(Map.of()), Map.of(), InstantSource.system())
                .plan(spec, source)
                .plan();
        return new CarriedFiles(source).of(plan);
    }

    private void write(String file, String text) throws IOException {
        Path path = source.resolve(file);
        Files.createDirectories(path.resolve("..").normalize());
        Files.writeString(path, text);
    }

    private void link(String file, String target) throws IOException {
        Files.createSymbolicLink(source.resolve(file), Path.of(target));
    }
}
