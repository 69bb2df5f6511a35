package io.kuberelease.adapters.builders;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.oci.OciRegistry;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.RegistryAuth.Credentials;
import io.kuberelease.testkit.registry.GatedRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that end while something is built and pushed, at a registry that takes the newest alone. */
class RenewedCredentialsIT {
    private static final String BASE = "FROM " + BuildFixture.registry() + "/library/busybox:1.35";

    @TempDir
    private Path directory;

    /** Until when the first token is right: until then the builder was given nothing else. */
    private volatile Instant end = Instant.MAX;

    private volatile int rotateAfter = Integer.MAX_VALUE;

    private final GatedRegistry gate = new GatedRegistry(BuildFixture.registry(), () -> "AWS:" + password());
    private final RegistryAuth auth = asked -> Optional.of(new Credentials(
            "AWS", new Secret(password()), Optional.of(Instant.now().plusSeconds(4))));

    @AfterEach
    void closeGate() {
        gate.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BuildKit", "buildah"})
    void aTokenThatEndedDuringTheBuildIsRenewedBeforeThePush(String builder) {
        end = Instant.now().plusSeconds(3);
        BuildFixture buildFixture = trial("RUN sleep 7; echo " + UUID.randomUUID());

        BuiltImage built = build(buildFixture, builder);

        assertThat(built.image().repository()).isEqualTo(buildFixture.repository());
        assertThat(gate.stored()).isPositive();
        assertThat(gate.refusedPasswords())
                .as("nobody came with the token that had ended")
                .isZero();
        assertThat(String.join("\n", buildFixture.lines)).doesNotContain("first-token", "second-token");
    }

    @Test
    void aTokenThatEndsWithinABuildahPushIsRenewedAndThePushGoesOn() {
        rotateAfter = 1;
        BuildFixture buildFixture = trial(
                "RUN head -c 3000000 /dev/urandom > /a; echo " + UUID.randomUUID(),
                "RUN head -c 3000000 /dev/urandom > /b");

        build(buildFixture, "buildah");

        assertThat(gate.refusedPasswords()).isPositive();
    }

    @Test
    void aTokenThatEndsBetweenTwoLayersOfOurOwnPushIsRenewed() {
        rotateAfter = 2;
        OciRegistry registry =
                new OciRegistry(auth, new PlainHttp(Set.of()), Duration.ofSeconds(10), InstantSource.system());
        ImageRepository repository = new ImageRepository(gate.address() + "/registry-it/renewed-" + UUID.randomUUID());
        List<Layer> layers = List.of(layer("one"), layer("two"), layer("three"));

        registry.push(repository, new Artifact("application/vnd.test.v1+json", layer("{}"), layers, Map.of()), "x");

        assertThat(gate.stored()).isEqualTo(4);
        assertThat(gate.refusedPasswords()).isPositive();
        assertThat(registry.resolve(repository, "x")).isPresent();
    }

    private String password() {
        return Instant.now().isBefore(end) && gate().stored() < rotateAfter ? "first-token" : "second-token";
    }

    private GatedRegistry gate() {
        return gate;
    }

    private BuildFixture trial(String... steps) {
        String[] lines = new String[steps.length + 1];
        lines[0] = BASE;
        System.arraycopy(steps, 0, lines, 1, steps.length);
        return new BuildFixture(directory)
                .dockerfile(lines)
                .pushedTo(gate.address() + "/registry-it/renewed-" + UUID.randomUUID())
                .as(auth);
    }

    private static BuiltImage build(BuildFixture buildFixture, String builder) {
        return new FoundImageBuilder(buildFixture.setup())
                .build(buildFixture.task(Optional.of(builder)), buildFixture.control());
    }

    private static Layer layer(String content) {
        return new Layer("text/plain", (content + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
