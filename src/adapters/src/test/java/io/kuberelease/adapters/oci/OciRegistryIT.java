package io.kuberelease.adapters.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.RegistryAuth.Credentials;
import io.kuberelease.testkit.contract.ImageRegistryContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The real registries: the open one, and the one with a password. */
class OciRegistryIT implements ImageRegistryContract {
    private static final String OPEN = variable("KUBE_RELEASE_REGISTRY", "localhost:5000");
    private static final String CLOSED = variable("KUBE_RELEASE_AUTH_REGISTRY", "localhost:5001");
    private final Artifact artifact = artifact(UUID.randomUUID().toString());

    @Override
    public ImageRegistry registry() {
        return registry(repository -> Optional.empty());
    }

    @Override
    public ImageRepository emptyRepository() {
        return fresh(OPEN);
    }

    @Test
    void anImageSaysHowItIsRun() {
        OciRegistry registry = registry(repository -> Optional.empty());
        ImageRepository busybox = new ImageRepository(OPEN + "/library/busybox");
        ImageReference image =
                new ImageReference(busybox, registry.resolve(busybox, "1.35").orElseThrow());

        assertThat(registry.config(image).workingDirectory()).isEqualTo("/");
        assertThat(registry.config(image).command()).isNotEmpty();
    }

    @Test
    void theRightPasswordOpensTheClosedRegistry() throws IOException {
        String[] known = Files.readString(Path.of(variable("KUBE_RELEASE_AUTH_REGISTRY_CREDENTIALS", "unset")))
                .strip()
                .split(":", 2);
        OciRegistry registry = registry(as(known[0], known[1]));
        ImageRepository repository = fresh(CLOSED);

        ImageReference stored = registry.push(repository, artifact, "one");

        assertThat(registry.resolve(repository, "one")).contains(stored.digest());
        assertThat(registry.digest(artifact)).isEqualTo(stored.digest());
    }

    @Test
    void aWrongPasswordIsRefusedByName() {
        ReleaseException.Failed failed =
                catchThrowableOfType(ReleaseException.Failed.class, () -> registry(as("ann", "not-the-passw0rd"))
                        .push(fresh(CLOSED), artifact, "one"));

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
        assertThat(failed.reason().summary()).contains(CLOSED, "ann");
        assertThat(failed.reason().toString()).doesNotContain("not-the-passw0rd");
    }

    private static RegistryAuth as(String user, String password) {
        return repository -> Optional.of(new Credentials(user, new Secret(password), Optional.empty()));
    }

    private static OciRegistry registry(RegistryAuth auth) {
        return new OciRegistry(auth, new PlainHttp(Set.of()), Duration.ofSeconds(10), InstantSource.system());
    }

    private static ImageRepository fresh(String registry) {
        return new ImageRepository(registry + "/registry-it/artifact-" + UUID.randomUUID());
    }

    private static Artifact artifact(String content) {
        return new Artifact(
                "application/vnd.kube-release.test.v1+json",
                new Layer("application/vnd.kube-release.test.config.v1+json", bytes("{}"), Map.of()),
                List.of(new Layer("text/plain", bytes(content), Map.of("of", "staging"))),
                Map.of("b", "2", "a", "1"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String variable(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
