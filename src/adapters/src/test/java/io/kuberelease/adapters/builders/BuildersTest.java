package io.kuberelease.adapters.builders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.SecretMask;
import io.kuberelease.plan.ImageSpec.BuildSecret.Source;
import io.kuberelease.port.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be said of the builders without running one. */
class BuildersTest {
    @TempDir
    private Path directory;

    private BuildFixture buildFixture;

    @BeforeEach
    void freshSource() {
        buildFixture = new BuildFixture(directory);
        buildFixture.environment.clear();
        buildFixture.environment.put("PATH", directory.resolve("bin").toString());
    }

    @Test
    void dockerIsAskedForAnImageWithoutTimes() {
        buildFixture.argument("GREETING", "good morning").target("app");

        List<String> line = new Docker(buildFixture.setup())
                .line(
                        buildFixture.task(Optional.empty()),
                        Map.of("token", Path.of("/private/0")),
                        Path.of("/private/m"),
                        false);

        assertThat(line)
                .startsWith("docker", "buildx", "build")
                .contains(
                        "--push", "--provenance=false", "--sbom=false", "SOURCE_DATE_EPOCH=0", "GREETING=good morning")
                .containsSequence("--secret", "id=token,src=/private/0")
                .containsSequence("--metadata-file", "/private/m")
                .containsSequence("--tag", buildFixture.repository() + ":release-1")
                .containsSequence("--target", "app")
                .endsWith(buildFixture.source.resolve(".").toString());
    }

    /** What seven lines of shell answer as docker would. */
    private void docker(String version, boolean buildx, String server) throws IOException {
        program(
                "docker",
                "case \"$*\" in\n"
                        + "'version --format {{.Server.Version}}') " + server + " ;;\n"
                        + "'buildx version') " + (buildx ? "exit 0" : "exit 1") + " ;;\n"
                        + "--version) echo 'Docker version " + version + ", build 1' ;;\n"
                        + "esac");
    }

    @Test
    void dockerWithoutBuildxIsUsableOnlyWhileItHasAClientOfItsOwn() throws IOException {
        docker("28.2.2", true, "echo 28");
        assertThat(new Docker(buildFixture.setup()).unusable()).isEmpty();

        docker("20.10.24+dfsg1", false, "echo 20");
        assertThat(new Docker(buildFixture.setup()).unusable()).isEmpty();

        docker("28.2.2", false, "echo 28");
        assertThat(new Docker(buildFixture.setup()).unusable())
                .hasValueSatisfying(why -> assertThat(why).contains("has no buildx", "install it", "docker-buildx"));
    }

    @Test
    void aDockerWhoseEngineDoesNotAnswerIsToldInItsOwnWords() throws IOException {
        docker("28.2.2", true, "echo 'Cannot connect to the Docker daemon' >&2; exit 1");

        assertThat(new Docker(buildFixture.setup()).unusable())
                .contains("no docker engine answers: Cannot connect to the Docker daemon");
    }

    @Test
    void withoutBuildxTheEngineIsAskedForTheSameImage() {
        buildFixture.argument("GREETING", "good morning").target("app");

        assertThat(new Docker(buildFixture.setup())
                        .engineLine(buildFixture.task(Optional.empty()), Map.of("token", Path.of("/private/0")), true))
                .startsWith("docker", "build", "--progress", "plain")
                .contains("SOURCE_DATE_EPOCH=0", "GREETING=good morning")
                .containsSequence("--secret", "id=token,src=/private/0")
                .containsSequence("--tag", buildFixture.repository() + ":release-1")
                .containsSequence("--target", "app")
                .containsSequence("--network", "host")
                .doesNotContain("--push", "--metadata-file");
    }

    @Test
    void whatTheEngineSaysIsFollowedByItsSteps() {
        BuildLog log = new BuildLog(Progress.SILENT, SecretMask.NONE);
        PlainProgress progress = new PlainProgress(log);
        for (String line : List.of(
                "#2 [internal] load build context",
                "#2 DONE 0.0s",
                "#4 [1/3] FROM docker.io/library/busybox:1.35",
                "#4 sha256:bbe6 1.09MB / 1.09MB 0.0s done",
                "#5 [2/3] COPY a /a",
                "#5 CACHED",
                "",
                "#6 [3/3] RUN make",
                "#6 sha256:971debc5",
                "#6 0.117 no rule",
                "#6 ERROR: executor failed running [/bin/sh -c make]: exit code: 2",
                "------",
                " > [3/3] RUN make:",
                "executor failed running [/bin/sh -c make]: exit code: 2")) {
            progress.line(line);
        }

        assertThat(log.steps()).isEqualTo(2);
        assertThat(log.cached()).isEqualTo(1);
        assertThat(progress.failedStep()).contains("[3/3] RUN make");
        assertThat(progress.message()).isEqualTo("executor failed running [/bin/sh -c make]: exit code: 2");
        assertThat(progress.lastLines()).containsExactly("no rule");
    }

    @Test
    void theFirstUsableBuilderIsTakenAndTheOthersAreExplained() throws IOException {
        assertThatThrownBy(() -> new FoundImageBuilder(buildFixture.setup())
                        .build(buildFixture.task(Optional.empty()), buildFixture.control()))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().kind()).isEqualTo(CauseKind.MISSING_TOOL);
                    assertThat(failed.reason().evidence().get(0).lines())
                            .hasSize(3)
                            .allSatisfy(line -> assertThat(line).contains("is not on the PATH"));
                });

        program("buildah", "exit 0");
        assertThat(new FoundImageBuilder(buildFixture.setup()).choice()).contains("buildah");

        program("buildctl", "exit 0");
        assertThat(new FoundImageBuilder(buildFixture.setup()).choice()).contains("buildah");

        buildFixture.environment.put("BUILDKIT_HOST", "tcp://127.0.0.1:1");
        assertThat(new FoundImageBuilder(buildFixture.setup()).choice()).contains("BuildKit");
    }

    @Test
    void aBuilderThatIsWantedAndMissingIsToldWithTheReason() {
        assertThatThrownBy(() -> new FoundImageBuilder(buildFixture.setup())
                        .build(buildFixture.task(Optional.of("buildah")), buildFixture.control()))
                .hasMessage("could not build with buildah: buildah is not on the PATH");
    }

    @Test
    void aSecretThatIsNotSetIsToldBeforeAnythingRuns() throws IOException {
        program("buildah", "exit 0");
        buildFixture.secret("token", Source.ENVIRONMENT, "NOT_SET");

        assertThatThrownBy(() -> new FoundImageBuilder(buildFixture.setup())
                        .build(buildFixture.task(Optional.of("buildah")), buildFixture.control()))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("secret token")
                .hasMessageContaining("NOT_SET");
        assertThat(buildFixture.temporary).isEmptyDirectory();
    }

    @Test
    void aBuildsDirectoryIsPrivateAndOneLeftByAKilledProcessIsSwept() throws IOException {
        Path left;
        try (BuildDirectory mine = BuildDirectory.make(buildFixture.temporary)) {
            Path secret = mine.write("secret", new byte[1]);
            assertThat(Files.getPosixFilePermissions(mine.path()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(Files.getPosixFilePermissions(secret)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            String other = mine.path().getFileName().toString().replaceFirst("-\\d+_\\d+-", "-1_1-");
            left = Files.createDirectory(buildFixture.temporary.resolve(other));
            Files.writeString(left.resolve("secret"), "x");

            try (BuildDirectory next = BuildDirectory.make(buildFixture.temporary)) {
                assertThat(left).doesNotExist();
                assertThat(mine.path()).exists();
                assertThat(next.path()).exists();
            }
        }
        assertThat(buildFixture.temporary).isEmptyDirectory();
    }

    @Test
    void registriesOfBaseImagesAreFoundInTheDockerfile() {
        buildFixture
                .dockerfile(
                        "ARG BASE=python:3.11-slim",
                        "FROM --platform=linux/amd64 ${BASE} AS packages",
                        "FROM private.example/team/base@sha256:" + "a".repeat(64),
                        "COPY --from=packages /a /a",
                        "ENV BASE=elsewhere.example/not/this",
                        "COPY --from=0 /a /a",
                        "COPY --chown=1:1 \\",
                        "  --from=tools.example:5000/x:1 /b /b",
                        "RUN --mount=type=bind,from=mounted.example/y:1,target=/y --mount=type=cache,target=/c \\",
                        "  skopeo copy --from=never.example/z",
                        "RUN <<END",
                        "FROM text.example/z",
                        "END",
                        "FROM scratch",
                        "FROM Packages AS last",
                        "FROM ${UNKNOWN}")
                .argument("BASE", "mirror.example/python:3.12");

        assertThat(BaseImages.of(
                        buildFixture.source, buildFixture.task(Optional.empty()).image()))
                .extracting(ImageRepository::value)
                .containsExactlyInAnyOrder(
                        "mirror.example/python",
                        "private.example/team/base",
                        "tools.example:5000/x",
                        "mounted.example/y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "process \"/bin/sh -c pip install\" did not complete successfully: exit code: 1|BUILD_FAILED",
                "failed to push r/app:1: unexpected status from HEAD request to http://r/v2/: 403 Forbidden|ACCESS_DENIED",
                "push access denied, repository does not exist or may require authorization|ACCESS_DENIED",
                "failed to do request: Head \"http://r/v2/\": dial tcp 127.0.0.1:1: connect: connection refused|UNAVAILABLE",
                "unexpected status code 503 Service Unavailable|UNAVAILABLE",
                "r/library/none:1: not found|BUILD_FAILED",
                "dockerfile parse error on line 3: unknown instruction: RUNN|BUILD_FAILED"
            })
    void aBuildersMessageBecomesACause(String message, CauseKind kind) {
        ReleaseException problem =
                BuildErrors.of("BuildKit", new ImageRepository("r.example/app"), Optional.empty(), message, List.of());

        assertThat(problem.reason().kind()).isEqualTo(kind);
        assertThat(problem instanceof ReleaseException.Errored).isEqualTo(kind == CauseKind.UNAVAILABLE);
    }

    @Test
    void aStepThatWasStoppedSinceAnotherFailedIsNotTheCause() {
        SolveStatus status = new SolveStatus(new BuildLog(Progress.SILENT, SecretMask.NONE));
        status.line("{\"vertexes\":[{\"digest\":\"a\",\"name\":\"[a 1/2] RUN make\",\"error\":\"exit code: 2\"}]}");
        status.line("{\"vertexes\":[{\"digest\":\"b\",\"name\":\"[b 1/2] RUN wait\",\"error\":\"context canceled\"}]}");
        status.line("error: failed to solve: something");

        assertThat(status.failedStep()).contains("[a 1/2] RUN make");
        assertThat(status.message()).isEqualTo("exit code: 2");
    }

    private void program(String name, String script) throws IOException {
        Path file = directory.resolve("bin").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
