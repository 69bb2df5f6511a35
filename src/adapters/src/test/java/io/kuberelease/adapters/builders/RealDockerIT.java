package io.kuberelease.adapters.builders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ImageSpec.BuildSecret.Source;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real docker engine, asked by every docker that is installed, with and without buildx, pushing to the real registry.
 * Skipped where no engine answers and none can be started.
 */
class RealDockerIT {
    private static final String BASE = "FROM " + BuildFixture.registry() + "/library/busybox:1.35";

    @SuppressWarnings("NullAway.Init")
    private static Optional<LocalDocker> engine;

    @TempDir
    private Path directory;

    private BuildFixture buildFixture;

    /**
     * A docker of this machine.
     *
     * @param buildx the plugin beside it, if it is to have one
     */
    record Installed(Path program, Optional<Path> buildx) {
        @Override
        public String toString() {
            return program + (buildx.isPresent() ? " with buildx" : " without buildx");
        }
    }

    @BeforeAll
    static void startTheEngine() throws IOException, InterruptedException {
        engine = LocalDocker.find();
    }

    @AfterAll
    static void endTheEngine() {
        engine.ifPresent(LocalDocker::close);
    }

    @BeforeEach
    void freshSource() {
        assumeThat(engine)
                .as("a docker engine: none answers, and there is no dockerd that we may start")
                .isPresent();
        buildFixture = new BuildFixture(directory);
    }

    /** Whatever came of the build, its credentials and secrets are gone. */
    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        if (buildFixture != null) {
            try (Stream<Path> left = Files.list(buildFixture.temporary)) {
                assertThat(left).isEmpty();
            }
        }
    }

    static List<Installed> installed() {
        List<Installed> all = new ArrayList<>();
        for (Path docker : LocalDocker.programs("docker")) {
            all.add(new Installed(docker, Optional.empty()));
            buildx().ifPresent(plugin -> all.add(new Installed(docker, Optional.of(plugin))));
        }
        return all.isEmpty() ? List.of(new Installed(Path.of("docker"), Optional.empty())) : all;
    }

    private static Optional<Path> buildx() {
        return Stream.concat(
                        Optional.ofNullable(System.getenv("KUBE_RELEASE_TEST_BUILDX")).map(Path::of).stream(),
                        Stream.of(
                                        System.getProperty("user.home") + "/.docker/cli-plugins",
                                        "/usr/local/lib/docker/cli-plugins",
                                        "/usr/libexec/docker/cli-plugins",
                                        "/usr/lib/docker/cli-plugins")
                                .map(place -> Path.of(place, "docker-buildx")))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @ParameterizedTest
    @MethodSource("installed")
    void theSameSourceHasTheSameDigestComesFromTheCacheAndIsWhatTheRegistryHas(Installed docker) throws IOException {
        use(docker);
        buildFixture
                .dockerfile(
                        BASE + " AS app",
                        "ARG GREETING",
                        "COPY app.txt /app.txt",
                        "RUN echo \"$GREETING\" > /greeting-" + UUID.randomUUID(),
                        "FROM app",
                        "RUN echo never; exit 9")
                .file("app.txt", "hello")
                .target("app")
                .argument("GREETING", "good morning");
        BuiltImage first = build();

        Files.setLastModifiedTime(
                buildFixture.source.resolve("app.txt"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        BuiltImage second = build();

        assertThat(second.image()).isEqualTo(first.image());
        assertThat(first.builder()).isEqualTo("docker");
        assertThat(first.stepsCached()).isLessThan(first.steps());
        assertThat(second.stepsCached()).isPositive().isEqualTo(second.steps());
        assertThat(String.join("\n", ImageContent.of(first.image()))).contains("good morning", "hello");
    }

    @ParameterizedTest
    @MethodSource("installed")
    void secretsReachTheBuildButNeitherItsLogNorTheImage(Installed docker) throws IOException {
        use(docker);
        buildFixture.environment.put("IT_SECRET", "s3cr3t-of-the-build");
        buildFixture
                .dockerfile(
                        BASE,
                        "RUN --mount=type=secret,id=token echo kept > /kept; echo got $(cat /run/secrets/token) "
                                + UUID.randomUUID())
                .secret("token", Source.ENVIRONMENT, "IT_SECRET");

        BuiltImage built = build();

        assertThat(buildFixture.lines).anySatisfy(line -> assertThat(line).contains("got ••••"));
        assertThat(String.join("\n", buildFixture.lines)).doesNotContain("s3cr3t-of-the-build");
        assertThat(String.join("\n", ImageContent.of(built.image())))
                .contains("kept")
                .doesNotContain("s3cr3t-of-the-build");
    }

    @ParameterizedTest
    @MethodSource("installed")
    void aFailingStepIsNamedWithItsLastLines(Installed docker) {
        use(docker);
        buildFixture.dockerfile(
                BASE, "RUN echo reading settings; echo no such module " + UUID.randomUUID() + " >&2; exit 3");

        ReleaseException.Failed failed = catchThrowableOfType(ReleaseException.Failed.class, this::build);

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.BUILD_FAILED);
        assertThat(failed.reason().summary()).contains("echo reading settings");
        assertThat(failed.reason().evidence().get(0).lines().toString()).contains("reading settings", "no such module");
    }

    @ParameterizedTest
    @MethodSource("installed")
    void theRegistrysPasswordIsUsedAndAWrongOneToldWithoutIt(Installed docker) {
        use(docker);
        String[] known = AuthRegistry.userAndPassword();
        buildFixture
                .dockerfile(BASE, "RUN echo " + UUID.randomUUID())
                .pushedTo(AuthRegistry.address() + "/registry-it/docker")
                .as(known[0], known[1]);
        assertThat(build().image().repository()).isEqualTo(buildFixture.repository());

        buildFixture.as("release", "not-the-passw0rd");
        ReleaseException.Failed failed = catchThrowableOfType(ReleaseException.Failed.class, this::build);

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
        assertThat(failed.reason().toString() + buildFixture.lines).doesNotContain("not-the-passw0rd");
    }

    /** Where only the classic builder is there, that is said at once, and nothing more can be tried. */
    private void use(Installed docker) {
        try {
            Path programs = Files.createDirectories(directory.resolve("programs"));
            Files.createSymbolicLink(programs.resolve("docker"), docker.program());
            Path plugins = Files.createDirectories(directory.resolve("docker/cli-plugins"));
            if (docker.buildx().isPresent()) {
                Files.createSymbolicLink(
                        plugins.resolve("docker-buildx"), docker.buildx().get());
            }
            buildFixture.environment.put("PATH", programs + ":" + System.getenv("PATH"));
            buildFixture.environment.put(
                    "DOCKER_CONFIG", directory.resolve("docker").toString());
            buildFixture.environment.put("DOCKER_HOST", engine.orElseThrow().host());
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
        if (new DockerEngine(buildFixture.setup()).client() == DockerEngine.Client.NONE) {
            assertThatThrownBy(this::build).hasMessageContaining("could not build with docker: docker has no buildx");
            assumeThat(docker)
                    .as("a docker that can build, which this one can't and says so")
                    .isNull();
        }
    }

    private BuiltImage build() {
        return new FoundImageBuilder(buildFixture.setup())
                .build(buildFixture.task(Optional.of("docker")), buildFixture.control());
    }
}
