package io.kuberelease.adapters.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kuberelease.adapters.files.DirectoryReleaseFiles;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.model.Version;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.BundleStore.Contents;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bundle is the same for the same content, comes back whole, and holds no secret. */
class OciBundleStoreTest {
    private static final ImageRepository REPOSITORY = new ImageRepository("registry.example/team/polls");
    private static final StageControl CONTROL = new StageControl(
            new ReleaseId("r1"), new StageId("bundle"), Instant.MAX, false, Cancellation.NEVER, Progress.SILENT);

    @TempDir
    private Path directory;

    private final MemoryRegistry registry = new MemoryRegistry();
    private DirectoryReleaseFiles files;
    private OciBundleStore store;
    private Digest chart;

    @BeforeEach
    void aStore() throws IOException {
        files = new DirectoryReleaseFiles(directory.resolve("state"));
        store = new OciBundleStore(registry, files, directory);
        chart = files.keep("the chart".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsRead() {
        write("base.yaml", "replicas: 1\nimage: {pullPolicy: Always}\nempty:\n");
        write("staging.yaml", "replicas: 2\nimage: {pullSecrets: [a]}\n");

        ImageReference written = store.write(contents("base.yaml", "staging.yaml"), REPOSITORY, CONTROL);
        Bundle read = store.read(written, CONTROL);

        assertThat(read.values())
                .containsEntry(
                        new EnvironmentName("staging"),
                        "{\"empty\":null,\"image\":{\"pullPolicy\":\"Always\",\"pullSecrets\":[\"a\"]},\"replicas\":2}");
        assertThat(read.image()).isEqualTo(contents().image());
        assertThat(read.imageValues()).isEqualTo(ImageValues.USUAL);
        assertThat(read.chart()).isEqualTo(contents().chart());
        assertThat(files.read(chart)).isEqualTo("the chart".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSameContentHasTheSameDigestAndTagHoweverItIsWrittenDown() {
        write("staging.yaml", "a: 1\nb: {c: x, d: [1, 2]}\n");
        ImageReference first = store.write(contents("staging.yaml"), REPOSITORY, CONTROL);
        write("staging.yaml", "# a comment\nb:\n  d:\n    - 1\n    - 2\n  c: \"x\"\na: 1\n");

        ImageReference second = store.write(contents("staging.yaml"), REPOSITORY, CONTROL);

        assertThat(second).isEqualTo(first);
        assertThat(registry.tags).hasSize(1);
        assertThat(registry.tags.keySet().iterator().next()).matches("bundle-[0-9a-f]{12}");
    }

    @Test
    void otherValuesAreAnotherBundleUnderAnotherTag() {
        write("staging.yaml", "a: 1\n");
        ImageReference first = store.write(contents("staging.yaml"), REPOSITORY, CONTROL);
        write("staging.yaml", "a: 2\n");

        assertThat(store.write(contents("staging.yaml"), REPOSITORY, CONTROL)).isNotEqualTo(first);
        assertThat(registry.tags).hasSize(2);
    }

    @Test
    void wordsMeanWhatTheyMeanToHelm() {
        write("staging.yaml", "off: no\nmode: 0644\ntext: \"no\"\nver: 1.10\nbig: 12345678901234567890\nv: 1.2.3\n");

        Bundle read = store.read(store.write(contents("staging.yaml"), REPOSITORY, CONTROL), CONTROL);

        assertThat(read.values().get(new EnvironmentName("staging")))
                .isEqualTo("{\"big\":12345678901234567890,\"mode\":420,\"off\":false,\"text\":\"no\",\"v\":\"1.2.3\","
                        + "\"ver\":1.1}");
    }

    @Test
    void anchorsAndMergedKeysAreWrittenOut() {
        write("staging.yaml", "base: &base {a: 1, b: 2}\nweb: {<<: *base, b: 3}\n");

        Bundle read = store.read(store.write(contents("staging.yaml"), REPOSITORY, CONTROL), CONTROL);

        assertThat(read.values().get(new EnvironmentName("staging")))
                .isEqualTo("{\"base\":{\"a\":1,\"b\":2},\"web\":{\"a\":1,\"b\":3}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password: hunter2",
                "db: {adminPassword: hunter2}",
                "api-key: abcdef",
                "auth: {token: abcdef}",
                "slack_token: abcdef",
                "secret: 8f7a6b5c4d3e2f1a",
                "clientSecret: abcdef",
                "database: {url: 'postgres://polls:hunter2@db/polls'}",
                "env: [{name: DATABASE_PASSWORD, value: hunter2}]",
                "tls: |\n  -----BEGIN RSA PRIVATE KEY-----\n  MIIE\n",
                "note: AKIAABCDEFGHIJKLMNOP",
                "password: 12345"
            })
    void aSecretWrittenOutIsRefusedWithItsPlaceAndWithoutIt(String values) {
        write("staging.yaml", "replicas: 1\n" + values + "\n");

        ReleaseException.Failed failed = catchThrowableOfType(
                ReleaseException.Failed.class, () -> store.write(contents("staging.yaml"), REPOSITORY, CONTROL));

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.BAD_INPUT);
        assertThat(failed.reason().summary()).contains("staging.yaml:2: ");
        assertThat(failed.reason().toString())
                .doesNotContain("hunter2", "abcdef", "8f7a6b5c4d3e2f1a", "MIIE", "12345", "AKIAABCD");
        assertThat(registry.tags).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "existingSecret: polls",
                "secretName: polls-secrets",
                "secret: polls-secrets",
                "tlsSecret: polls-tls",
                "imagePullSecrets: [{name: regcred}]",
                "passwordKey: postgres-password",
                "secretKeyRef: {name: polls-secrets, key: POSTGRES_PASSWORD}",
                "automountServiceAccountToken: false",
                "password: ''",
                "password:",
                "tokenUrl: https://login.example.org/token",
                "tokenTtlSeconds: 3600",
                "password: $(DB_PASSWORD)",
                "passwordFile: /run/secrets/password",
                "token: '{{ .Values.other }}'",
                "env: [{name: DATABASE_PASSWORD, valueFrom: {secretKeyRef: {name: a, key: b}}}]",
                "url: http://user@host:80/path",
                "cacheKey: abc",
                "monkey: abc",
                "secrets: {create: true}"
            })
    void whatOnlyPointsToASecretIsFine(String values) {
        write("staging.yaml", values + "\n");

        assertThat(store.write(contents("staging.yaml"), REPOSITORY, CONTROL)).isNotNull();
    }

    @Test
    void aBrokenOrMissingFileIsNamed() {
        write("staging.yaml", "a: [1\n");
        assertThatThrownBy(() -> store.write(contents("staging.yaml"), REPOSITORY, CONTROL))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("staging.yaml");
        assertThatThrownBy(() -> store.write(contents("none.yaml"), REPOSITORY, CONTROL))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("none.yaml");
    }

    @Test
    void anArtifactOfAnotherTypeOrWithAnotherChartIsNoBundle() {
        write("staging.yaml", "a: 1\n");
        ImageReference written = store.write(contents("staging.yaml"), REPOSITORY, CONTROL);
        Artifact good = registry.artifacts.get(written);
        registry.artifacts.put(
                written, new Artifact("application/other", good.config(), good.layers(), good.annotations()));
        assertThatThrownBy(() -> store.read(written, CONTROL)).hasMessageContaining("application/other");

        List<io.kuberelease.port.ImageRegistry.Layer> layers = new ArrayList<>(good.layers());
        layers.set(
                0,
                new io.kuberelease.port.ImageRegistry.Layer(
                        layers.get(0).mediaType(), new byte[] {1}, layers.get(0).annotations()));
        registry.artifacts.put(written, new Artifact(good.type(), good.config(), layers, good.annotations()));
        assertThatThrownBy(() -> store.read(written, CONTROL)).hasMessageContaining("its chart is not");
    }

    private Contents contents(String... values) {
        EnvironmentSpec staging = new EnvironmentSpec(
                new EnvironmentName("staging"),
                new AppName("polls"),
                new Target("staging", Optional.empty(), new Namespace("polls")),
                Arrays.asList(values),
                false,
                Duration.ofMinutes(1));
        return new Contents(
                new AppName("polls"),
                new Version("1.4.0"),
                "3f2c1ab",
                ImageReference.parse(REPOSITORY + "@sha256:" + "a".repeat(64)),
                ImageValues.USUAL,
                new ChartArchive("polls", new Version("1.4.0"), chart),
                List.of(staging));
    }

    private void write(String name, String content) {
        try {
            Files.writeString(directory.resolve(name), content);
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
