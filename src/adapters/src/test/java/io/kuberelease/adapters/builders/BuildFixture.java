package io.kuberelease.adapters.builders;

import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Secret;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.ImageSpec.BuildSecret;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.StageControl;
import io.kuberelease.testkit.HeardProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A source directory with a Dockerfile, and what a build of it says. */
final class BuildFixture {
    final Path source;
    final Path temporary;
    final List<String> lines = new CopyOnWriteArrayList<>();
    final Map<String, String> environment = new HashMap<>(System.getenv());
    private final List<BuildSecret> secrets = new CopyOnWriteArrayList<>();
    private final Map<String, String> arguments = new HashMap<>();
    private RegistryAuth auth = asked -> Optional.empty();
    private Optional<String> caBundle = Optional.empty();
    private Optional<String> target = Optional.empty();
    private Cancellation cancellation = Cancellation.NEVER;
    private String repository = registry() + "/registry-it/app-" + UUID.randomUUID();

    BuildFixture(Path directory) {
        source = make(directory.resolve("source"));
        temporary = make(directory.resolve("temporary"));
    }

    static String registry() {
        return System.getenv().getOrDefault("KUBE_RELEASE_REGISTRY", "localhost:5000");
    }

    BuildFixture dockerfile(String... content) {
        return file("Dockerfile", String.join("\n", content) + "\n");
    }

    BuildFixture file(String name, String content) {
        try {
            Files.writeString(source.resolve(name), content);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return this;
    }

    BuildFixture secret(String id, BuildSecret.Source from, String name) {
        secrets.add(new BuildSecret(id, from, name));
        return this;
    }

    BuildFixture argument(String name, String value) {
        arguments.put(name, value);
        return this;
    }

    BuildFixture caBundle(String file) {
        caBundle = Optional.of(file);
        return this;
    }

    BuildFixture target(String stage) {
        target = Optional.of(stage);
        return this;
    }

    BuildFixture pushedTo(String name) {
        repository = name;
        return this;
    }

    BuildFixture as(String user, String password) {
        return as(asked -> Optional.of(new RegistryAuth.Credentials(user, new Secret(password), Optional.empty())));
    }

    /** For the repository that is pushed to; base images are read without. */
    BuildFixture as(RegistryAuth given) {
        auth = given;
        return this;
    }

    BuildFixture stoppedBy(Cancellation stop) {
        cancellation = stop;
        return this;
    }

    ImageRepository repository() {
        return new ImageRepository(repository);
    }

    BuildSetup setup() {
        return new BuildSetup(
                source,
                environment,
                source,
                temporary,
                new Programs(environment),
                asked -> asked.registry().equals(repository().registry()) ? auth.credentials(asked) : Optional.empty(),
                registry -> registry.startsWith("localhost"),
                InstantSource.system());
    }

    BuildImage task(Optional<String> builder) {
        ImageSpec image = new ImageSpec(
                Optional.empty(),
                repository(),
                ".",
                "Dockerfile",
                target,
                arguments,
                secrets,
                caBundle,
                builder,
                List.of(),
                ImagePlaces.USUAL,
                false);
        return new BuildImage(image, Map.of(), "release-1");
    }

    StageControl control() {
        return new StageControl(
                new ReleaseId("r-20261121-104200-3f2c1ab"),
                new StageId("build"),
                Instant.now().plusSeconds(120),
                false,
                cancellation,
                HeardProgress.ofLines(lines));
    }

    private static Path make(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
