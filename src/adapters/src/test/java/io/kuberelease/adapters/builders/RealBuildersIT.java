package io.kuberelease.adapters.builders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ImageSpec.BuildSecret.Source;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real BuildKit and the real buildah, pushing to the real registry. */
class RealBuildersIT {
    private static final String BASE = "FROM " + BuildFixture.registry() + "/library/busybox:1.35";

    @TempDir
    private Path directory;

    private BuildFixture buildFixture;

    @BeforeEach
    void freshSource() {
        buildFixture = new BuildFixture(directory);
    }

    /** Whatever came of the build, its credentials and secrets are gone. */
    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        try (Stream<Path> left = Files.list(buildFixture.temporary)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BuildKit", "buildah"})
    void theSameSourceHasTheSameDigestAndComesFromTheCache(String builder) throws IOException {
        buildFixture
                .dockerfile(
                        BASE, "ARG GREETING", "COPY app.txt /app.txt", "RUN echo \"$GREETING\" > /greeting-" + unique())
                .file("app.txt", "hello")
                .argument("GREETING", "good morning");
        BuiltImage first = build(builder);

        Files.setLastModifiedTime(
                buildFixture.source.resolve("app.txt"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        BuiltImage second = build(builder);

        assertThat(second.image()).isEqualTo(first.image());
        assertThat(first.builder()).isEqualTo(builder);
        assertThat(first.stepsCached()).isLessThan(first.steps());
        assertThat(second.stepsCached()).isPositive().isEqualTo(second.steps());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BuildKit", "buildah"})
    void secretsReachTheBuildButNeitherItsLogNorTheImage(String builder) throws IOException {
        buildFixture.environment.put("IT_SECRET", "s3cr3t-of-the-build");
        buildFixture
                .dockerfile(
                        BASE,
                        "RUN --mount=type=secret,id=token --mount=type=secret,id=ca-bundle"
                                + " echo kept > /kept; echo got $(cat /run/secrets/token) and $(base64 < /run/secrets/token)"
                                + " ca $(cat /run/secrets/ca-bundle) " + unique())
                .file("ca.pem", "company-ca")
                .caBundle("ca.pem")
                .secret("token", Source.ENVIRONMENT, "IT_SECRET");

        BuiltImage built = build(builder);

        assertThat(buildFixture.lines)
                .anySatisfy(
                        line -> assertThat(line).contains("got •••• and ••••").contains("ca company-ca"));
        assertThat(String.join("\n", buildFixture.lines)).doesNotContain("s3cr3t-of-the-build");
        assertThat(String.join("\n", ImageContent.of(built.image())))
                .contains("kept")
                .doesNotContain("s3cr3t-of-the-build", "company-ca\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BuildKit", "buildah"})
    void aFailingStepIsNamedWithItsLastLines(String builder) {
        buildFixture.dockerfile(
                BASE, "RUN echo reading settings; echo no such module: polls " + unique() + " >&2; exit 3");

        ReleaseException.Failed failed = failure(builder);

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.BUILD_FAILED);
        assertThat(failed.reason().summary()).contains("echo reading settings");
        assertThat(failed.reason().evidence().get(0).lines().toString())
                .contains("reading settings", "no such module: polls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BuildKit", "buildah"})
    void aBaseImageThatDoesNotExistIsABuildThatFailed(String builder) {
        buildFixture.dockerfile("FROM " + BuildFixture.registry() + "/library/busybox:0.0");

        assertThat(failure(builder).reason().kind()).isEqualTo(CauseKind.BUILD_FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BuildKit", "buildah"})
    void theRegistrysPasswordIsUsed(String builder) {
        String[] known = AuthRegistry.userAndPassword();
        buildFixture
                .dockerfile(BASE, "RUN echo " + unique())
                .pushedTo(AuthRegistry.address() + "/registry-it/app")
                .as(known[0], known[1]);

        assertThat(build(builder).image().repository()).isEqualTo(buildFixture.repository());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BuildKit", "buildah"})
    void aWrongPasswordIsToldWithoutThePassword(String builder) {
        buildFixture
                .dockerfile(BASE, "RUN echo " + unique())
                .pushedTo(AuthRegistry.address() + "/registry-it/app")
                .as("release", "not-the-passw0rd");

        ReleaseException.Failed failed = failure(builder);

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
        assertThat(failed.reason().toString() + buildFixture.lines).doesNotContain("not-the-passw0rd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BuildKit", "buildah"})
    void stoppingEndsTheBuildLongBeforeItsCommandWouldEnd(String builder) {
        Stop stop = new Stop();
        buildFixture
                .dockerfile(BASE, "RUN echo begun; sleep 60; echo " + unique())
                .stoppedBy(stop);
        CompletableFuture<Instant> asked = new CompletableFuture<>();
        Timer timer = new Timer(true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        if (buildFixture.lines.contains("begun")) {
                            asked.complete(Instant.now());
                            stop.stop();
                            cancel();
                        }
                    }
                },
                100,
                20);

        assertThatThrownBy(() -> build(builder)).isInstanceOf(ReleaseException.Aborted.class);

        assertThat(Duration.between(asked.join(), Instant.now())).isLessThan(Duration.ofSeconds(30));
        timer.cancel();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:///nowhere/buildkitd.sock", "tcp://127.0.0.1:1"})
    void aBuildKitThatIsAwayIsTheWorldsFault(String address) {
        buildFixture.environment.put("BUILDKIT_HOST", address);
        buildFixture.dockerfile(BASE);

        assertThatThrownBy(() -> build("BuildKit"))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessageContaining("could not reach BuildKit at " + address);
    }

    private BuiltImage build(String builder) {
        return new FoundImageBuilder(buildFixture.setup())
                .build(buildFixture.task(Optional.of(builder)), buildFixture.control());
    }

    private ReleaseException.Failed failure(String builder) {
        return catchThrowableOfType(ReleaseException.Failed.class, () -> build(builder));
    }

    private static String unique() {
        return UUID.randomUUID().toString();
    }

    /** Stops when the test says so. */
    private static final class Stop implements Cancellation {
        private final CompletableFuture<Void> told = new CompletableFuture<>();

        void stop() {
            told.complete(null);
        }

        @Override
        public boolean requested() {
            return told.isDone();
        }

        @Override
        public void whenRequested(Runnable action) {
            var unused = told.thenRun(action);
        }
    }
}
