package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.testkit.charts.StrictChartMuseum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads to a chart repository over HTTP. */
class ChartMuseumTest {
    private static final HelmFixture helmFixture = new HelmFixture();

    @TempDir
    Path directory;

    private final StrictChartMuseum museum = StrictChartMuseum.at("/acme/web", "ann", "pa55word");

    @AfterEach
    void close() {
        museum.close();
    }

    @AfterAll
    static void stop() {
        helmFixture.close();
    }

    @Test
    void aVersionIsUploadedOnceHoweverOftenItIsPublished() throws IOException {
        ChartArchive archive = helmFixture.packed("tiny", "1.4.0");
        HelmChartPackager packager = as("pa55word");

        packager.publish(archive, museum.address(), HelmFixture.control("r-1"));
        packager.publish(archive, museum.address(), HelmFixture.control("r-1"));

        assertThat(museum.requests())
                .containsExactly(
                        "GET /api/acme/web/charts/tiny/1.4.0",
                        "POST /api/acme/web/charts",
                        "GET /api/acme/web/charts/tiny/1.4.0");
    }

    @Test
    void otherContentUnderAPublishedVersionIsRefusedByName() throws IOException {
        ChartArchive other = new ChartArchive(
                "tiny",
                helmFixture.packed("tiny", "1.4.0").version(),
                helmFixture.packed("dependent", "1.4.0").digest());
        HelmChartPackager packager = as("pa55word");
        packager.publish(helmFixture.packed("tiny", "1.4.0"), museum.address(), HelmFixture.control("r-1"));

        ReleaseException.Failed failed = catchThrowableOfType(
                ReleaseException.Failed.class,
                () -> packager.publish(other, museum.address(), HelmFixture.control("r-1")));

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.TAG_TAKEN);
        assertThat(failed.reason().summary()).contains("tiny 1.4.0", museum.address());
    }

    @Test
    void aWrongPasswordIsDeniedAndNotShown() throws IOException {
        HelmChartPackager packager = as("wr0ng");

        ReleaseException.Failed failed = catchThrowableOfType(
                ReleaseException.Failed.class,
                () -> packager.publish(
                        helmFixture.packed("tiny", "1.4.0"), museum.address(), HelmFixture.control("r-1")));

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
        assertThat(failed.reason().toString()).contains("401").doesNotContain("wr0ng");
    }

    @Test
    void noCredentialGoesToAPlainAddress() {
        ReleaseException.Failed failed = catchThrowableOfType(ReleaseException.Failed.class, () -> as("pa55word")
                .publish(helmFixture.packed("tiny", "1.4.0"), "http://charts.example/x", HelmFixture.control("r-1")));

        assertThat(failed.reason().summary()).contains("not an https address");
    }

    private HelmChartPackager as(String password) throws IOException {
        Path known = Files.writeString(
                directory.resolve("repositories.yaml"),
                "repositories:\n- {name: acme, url: " + museum.address() + "/, username: ann, password: " + password
                        + "}\n");
        return helmFixture.packager(HelmFixture.CHARTS, Map.of("HELM_REPOSITORY_CONFIG", known.toString()));
    }
}
