package io.kuberelease.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell scripts that start the program, with Javas that only say how they were called. */
class LauncherTest {
    private static final String AS_JAVA_DOES = """
            #!/bin/sh
            echo "$@"
            for option in "$@"; do
              case $option in
                -XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*) echo prepared >"${option#*=}" ;;
              esac
            done
            """;

    @TempDir
    Path directory;

    private Path home;

    @BeforeEach
    void install() throws IOException {
        home = directory.resolve("a home");
        for (String file : List.of("bin/kube-release", "bin/share-classes", "lib/java.sh", "lib/java.options")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.copy(Path.of("src/dist", file), home.resolve(file));
        }
    }

    @Test
    void startsWithWhatWasPreparedForItsJavaInTheWayOfThatJava() throws Exception {
        Path java17 = java("17.0.1", AS_JAVA_DOES);
        Path java25 = java("25.0.1", AS_JAVA_DOES);

        run(java17, "share-classes");
        String on17 = run(java17, "kube-release", "plan");
        String unprepared = run(java25, "kube-release", "plan");
        run(java25, "share-classes");
        String on25 = run(java25, "kube-release", "plan");

        assertThat(on17)
                .contains("-XX:SharedArchiveFile=" + home.toRealPath() + "/lib/classes-17-")
                .doesNotContain("aot", "AOT")
                .endsWith("io.kuberelease.cli.Main plan");
        assertThat(unprepared).doesNotContain("classes-");
        assertThat(on25)
                .contains("-XX:AOTCache=" + home.toRealPath() + "/lib/classes-25-", "-Xlog:aot*=off")
                .doesNotContain("SharedArchiveFile");
    }

    @Test
    void takesNothingThatAnotherBuildOfTheSameJavaWasGiven() throws Exception {
        run(java("25.0.1", AS_JAVA_DOES), "share-classes");

        assertThat(run(java("25.0.2", AS_JAVA_DOES), "kube-release", "plan")).doesNotContain("classes-");
    }

    @Test
    void keepsWhatIsPreparedOnceAndWritableByNobody() throws Exception {
        run(java("17.0.1", AS_JAVA_DOES), "share-classes");
        run(java("25.0.1", AS_JAVA_DOES), "share-classes");

        List<Path> prepared = prepared();

        assertThat(prepared).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(prepared.get(0))))
                .isEqualTo("r--r--r--");
    }

    @Test
    void takesNothingThatHasBeenCutShort() throws Exception {
        Path java = java("17.0.1", AS_JAVA_DOES);
        run(java, "share-classes");
        Path prepared = prepared().get(0);
        Files.setPosixFilePermissions(prepared, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(prepared, "prep");

        assertThat(run(java, "kube-release", "plan")).doesNotContain("classes-");
    }

    @Test
    void leavesNothingThatJavaDoesNotStartWith() throws Exception {
        Path java = java("25.0.1", AS_JAVA_DOES + "case $* in *AOTCache=*) echo no way; exit 134 ;; esac\n");

        assertThat(run(java, "share-classes")).contains("no way").endsWith("exit 1");
        assertThat(prepared()).isEmpty();
    }

    @Test
    void leavesNothingWhereJavaCouldNotPrepare() throws Exception {
        Path java = java("25.0.1", "#!/bin/sh\necho no room; exit 1\n");

        assertThat(run(java, "share-classes")).contains("no room").endsWith("exit 1");
        assertThat(prepared()).isEmpty();
    }

    @Test
    void refusesAnOlderJavaBeforeItIsStarted() throws Exception {
        assertThat(run(java("1.8.0", AS_JAVA_DOES), "kube-release", "plan"))
                .contains("is Java 8: install Java 17 or newer")
                .endsWith("exit 3");
    }

    @Test
    void startsWithAJavaThatDoesNotTellItsVersion() throws Exception {
        Path java = java("25.0.1", AS_JAVA_DOES);
        Files.delete(java.resolveSibling("../release"));

        assertThat(run(java, "kube-release", "plan")).endsWith("io.kuberelease.cli.Main plan");
    }

    private Path java(String version, String script) throws IOException {
        Path java = directory.resolve("jdk-" + version).resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java.resolveSibling("../release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.writeString(java, script);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return java;
    }

    /** What it said, and how it ended if that was not well. */
    private String run(Path java, String program, String... arguments) throws IOException, InterruptedException {
        Path script = home.resolve("bin").resolve(program);
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of("sh", script.toString()), Stream.of(arguments))
                        .toList());
        builder.environment().put("KUBE_RELEASE_JAVA", java.toString());
        builder.environment().put("TMPDIR", directory.toString());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        int exit = process.waitFor();
        return exit == 0 ? said : said + "\nexit " + exit;
    }

    private List<Path> prepared() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("java"))
                    .toList();
        }
    }
}
