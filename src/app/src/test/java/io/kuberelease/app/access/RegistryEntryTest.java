package io.kuberelease.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.ImageRepository;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryEntryTest {
    private static final RegistryEntry WHOLE = new RegistryEntry("registry.example:5000", Optional.of("a"), true);
    private static final RegistryEntry PART = new RegistryEntry("registry.example:5000/web", Optional.of("b"), false);

    @Test
    void theLongestPrefixOfWholePartsIsTaken() {
        assertThat(entry("registry.example:5000/web/shop")).contains(PART);
        assertThat(entry("registry.example:5000/web")).contains(PART);
        assertThat(entry("registry.example:5000/website")).contains(WHOLE);
        assertThat(entry("other.example/web")).isEmpty();
    }

    @Test
    void noEntrySendsThePasswordOfAnotherWithoutTls() {
        assertThat(RegistryEntry.plainHttp(List.of(WHOLE, PART))).isEmpty();
        assertThat(RegistryEntry.plainHttp(List.of(WHOLE))).containsExactly("registry.example:5000");
    }

    @Test
    void whatAPersonWritesIsUnderstoodOrToldToBeNoRegistry() {
        assertThat(RegistryEntry.prefix(" https://index.docker.io/v1/ ")).isEqualTo("docker.io");
        assertThat(RegistryEntry.prefix("https://ghcr.io/acme/")).isEqualTo("ghcr.io/acme");
        assertThat(new RegistryEntry("registry.example/Web", Optional.empty(), false).isValid())
                .isFalse();
        assertThat(PART.isValid()).isTrue();
    }

    @Test
    void aFormIsToldWhatIsWrongWithEachField() {
        ClusterFields empty = new ClusterFields("", "", "", "", "");
        ClusterFields wrong = new ClusterFields("x", "example", "MIIC", "", "arn:aws:eks");

        assertThat(empty.wrongName())
                .hasValueSatisfying(told -> assertThat(told).contains("name"));
        assertThat(empty.wrongAddress()).isEmpty();
        assertThat(empty.wrongCaCertificate()).isEmpty();
        assertThat(empty.wrongEksCluster()).isEmpty();
        assertThat(empty.wrongCredential())
                .hasValueSatisfying(told -> assertThat(told).contains("kubeconfig"));
        assertThat(wrong.wrongAddress())
                .hasValueSatisfying(told -> assertThat(told).contains("https://"));
        assertThat(wrong.wrongCaCertificate())
                .hasValueSatisfying(told -> assertThat(told).contains("PEM"));
        assertThat(wrong.wrongEksCluster())
                .hasValueSatisfying(told -> assertThat(told).contains("An ARN looks like"));
        assertThat(new ClusterFields("x", "", "", "", "arn:aws:eks:eu-west-1:123456789012:cluster/shop")
                        .wrongEksCluster())
                .hasValueSatisfying(told -> assertThat(told).contains("address of the API server"));
    }

    @Test
    void aClusterIsForTheFoldersThatAreNamedAndWhatIsInThem() {
        FolderNames folders = FolderNames.of("/team-a/, team-b/web\n\nteam-c");

        assertThat(folders.hold("team-a/deep/job")).isTrue();
        assertThat(folders.hold("team-b/web")).isTrue();
        assertThat(folders.hold("team-b/website")).isFalse();
        assertThat(folders.hold("team-ab/job")).isFalse();
    }

    private static Optional<RegistryEntry> entry(String repository) {
        return RegistryEntry.of(new ImageRepository(repository), List.of(WHOLE, PART));
    }
}
