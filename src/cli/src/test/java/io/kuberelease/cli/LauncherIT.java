package io.kuberelease.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The assembled program with this Java: what was prepared makes it quick, and never makes it fail. */
class LauncherIT {
    private static final Path ASSEMBLED = Path.of("target/kube-release");

    @TempDir
    Path home;

    @Test
    void startsAllTheSameWhenWhatWasPreparedIsBrokenOrOfOtherFiles() throws Exception {
        copyProgram();
        String version = run("kube-release", "--version");
        run("share-classes");
        Path prepared = prepared();
        byte[] whole = Files.readAllBytes(prepared);
        Files.setPosixFilePermissions(prepared, PosixFilePermissions.fromString("rw-r--r--"));
        Map<String, byte[]> broken = Map.of(
                "a part of it", Arrays.copyOf(whole, whole.length / 2),
                "something else", "this is not for Java".getBytes(UTF_8),
                "zeros", new byte[whole.length]);

        assertThat(version).startsWith("kube-release ");
        assertThat(run("kube-release", "--version")).as("whole").isEqualTo(version);
        for (Map.Entry<String, byte[]> each : broken.entrySet()) {
            Files.write(prepared, each.getValue());
            assertThat(run("kube-release", "--version")).as(each.getKey()).isEqualTo(version);
        }
        Files.write(prepared, whole);
        for (Path jar : files("lib/kube-release-")) {
            Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        }
        assertThat(run("kube-release", "--version")).as("of other jars").isEqualTo(version);
    }

    private void copyProgram() throws IOException {
        for (String part : List.of("bin", "lib")) {
            Files.createDirectory(home.resolve(part));
            try (Stream<Path> files = Files.list(ASSEMBLED.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, home.resolve(part).resolve(file.getFileName()));
                }
            }
        }
        for (Path program : files("bin/")) {
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (Path prepared : files("lib/classes-")) {
            Files.delete(prepared);
        }
    }

    private Path prepared() throws IOException {
        List<Path> found = files("lib/classes-");
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<Path> files(String beginning) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> home.relativize(file).toString().startsWith(beginning))
                    .toList();
        }
    }

    /** All that it said, on either stream, and it went well. */
    private String run(String program, String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of(home.resolve("bin").resolve(program).toString()), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
