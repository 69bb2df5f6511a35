package io.kuberelease.helmworker;

import com.marcnuri.helm.DependencyCommand;
import com.marcnuri.helm.DependencyListResult;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintCommand;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.PackageCommand;
import com.marcnuri.helm.jni.HelmLib;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Makes an archive of a chart's directory, which it leaves as it is. */
final class Packing {
    private static final String LOCAL = "file://";

    private final HelmLib helm;

    Packing(HelmLib helm) {
        this.helm = helm;
    }

    /** Takes in what the chart depends on, checks it, and packs it. */
    Operations.Packed pack(Path source, Path scratch) throws IOException {
        Path chart = withDependencies(source, scratch);
        LintResult lint = new LintCommand(helm, chart).call();
        List<String> findings = lint.getMessages().stream()
                .map(finding -> finding.replace(chart.toString(), source.toString()))
                .toList();
        if (lint.isFailed()) {
            return new Operations.Packed("", true, findings);
        }
        Path packed = Files.createDirectory(scratch.resolve("packed"));
        new PackageCommand(helm, new Helm(chart), chart).withDestination(packed).call();
        try (Stream<Path> made = Files.list(packed)) {
            Path archive = made.findFirst().orElseThrow(() -> new IOException("Helm made no archive of " + source));
            return new Operations.Packed(
                    Base64.getEncoder().encodeToString(Files.readAllBytes(archive)), false, findings);
        }
    }

    private Path withDependencies(Path source, Path scratch) throws IOException {
        List<DependencyListResult.Dependency> dependencies = dependencies(source);
        if (dependencies.stream().allMatch(Packing::isThere)) {
            return source;
        }
        Path copy = copyBeside(dependencies, source, scratch);
        new DependencyCommand(helm, copy).build().call();
        return copy;
    }

    private List<DependencyListResult.Dependency> dependencies(Path source) {
        try {
            return new DependencyCommand(helm, source).list().call().getDependencies();
        } catch (IllegalStateException unreadable) {
            // Lint tells all that is wrong with such a chart, not only what comes first.
            return List.of();
        }
    }

    private static boolean isThere(DependencyListResult.Dependency dependency) {
        String status = String.valueOf(dependency.getStatus());
        return status.equals("ok") || status.equals("unpacked");
    }

    /** Copies the chart so deep, and with such links beside it, that its relative dependencies are found. */
    private static Path copyBeside(List<DependencyListResult.Dependency> dependencies, Path source, Path scratch)
            throws IOException {
        List<Path> local = dependencies.stream()
                .map(dependency -> String.valueOf(dependency.getRepository()))
                .filter(repository -> repository.startsWith(LOCAL))
                .map(repository -> Path.of(repository.substring(LOCAL.length())))
                .filter(path -> !path.isAbsolute())
                .toList();
        int depth = local.stream().mapToInt(Path::getNameCount).max().orElse(1);
        Path copy = scratch.resolve("up/".repeat(depth) + source.getFileName());
        copy(source, copy);
        for (Path path : local) {
            Path link = copy.resolve(path).normalize();
            if (!link.startsWith(copy) && !Files.exists(link)) {
                Files.createDirectories(Objects.requireNonNull(link.getParent()));
                Files.createSymbolicLink(link, source.resolve(path).toRealPath());
            }
        }
        return copy;
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> found = Files.walk(source)) {
            for (Path each : found.toList()) {
                Path place = target.resolve(source.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(place);
                } else {
                    Files.copy(each, place);
                }
            }
        }
    }
}
