package io.kuberelease.adapters.helm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Helm's own commands, known by the version that they tell and not by how somebody has called them. */
enum HelmProgram {
    HELM_3("v3.", "Update"),
    HELM_4("v4.", "Apply");

    private final String version;
    private final String appliesBy;

    HelmProgram(String version, String appliesBy) {
        this.version = version;
        this.appliesBy = appliesBy;
    }

    /** The operation by which its field manager holds what a release that it has begun applies. */
    String appliesBy() {
        return appliesBy;
    }

    /** Where it is; without it the test is skipped. {@code dev/test} builds what the clusters do not bring. */
    String path() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .flatMap(directory -> Stream.of("helm", "helm3", "helm4").map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .filter(this::isIt)
                .findFirst()
                .orElseThrow(() -> new TestAbortedException("no helm with version " + version + "x is on the PATH"));
    }

    private boolean isIt(String program) {
        try {
            Process asked = new ProcessBuilder(program, "version", "--short").start();
            return new String(asked.getInputStream().readAllBytes(), UTF_8).startsWith(version);
        } catch (IOException notToBeRun) {
            return false;
        }
    }
}
