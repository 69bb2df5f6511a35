package io.kuberelease.helmworker;

import com.marcnuri.helm.DependencyCommand;
import com.marcnuri.helm.DependencyListResult.Dependency;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.PackageCommand;
import com.marcnuri.helm.jni.HelmLib;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Puts what a chart depends on into a copy of it. Nothing is fetched here: the library's own way to do that knows no
 * repositories but directories.
 */
final class Dependencies {
    private static final String LOCAL = "file://";

    private final HelmLib helm;

    Dependencies(HelmLib helm) {
        this.helm = helm;
    }

    /** The chart with all it needs; the source itself when it has that already. */
    Path takenIn(Path source, Map<String, byte[]> archives, Path scratch) throws IOException {
        List<Dependency> wanted = of(source);
        if (archives.isEmpty() && wanted.stream().allMatch(Dependencies::isThere)) {
            return source;
        }
        Path copy = scratch.resolve("copy").resolve(Objects.requireNonNull(source.getFileName()));
        copy(source, copy);
        Path charts = Files.createDirectories(copy.resolve("charts"));
        for (Dependency dependency : wanted) {
            put(dependency, archives, charts);
            if (isLocal(dependency) && !isThere(dependency)) {
                pack(source.resolve(String.valueOf(dependency.getRepository()).substring(LOCAL.length())), charts);
            }
        }
        refuseWhatDoesNotFit(of(copy));
        return copy;
    }

    private List<Dependency> of(Path source) {
        try {
            return new DependencyCommand(helm, source).list().call().getDependencies();
        } catch (IllegalStateException unreadable) {
            // Lint tells all that is wrong with such a chart, not only what comes first.
            return List.of();
        }
    }

    /** In the place of any other version of the same chart. */
    private static void put(Dependency dependency, Map<String, byte[]> archives, Path charts) throws IOException {
        String beginning = dependency.getName() + "-";
        List<String> files = archives.keySet().stream()
                .filter(name -> name.startsWith(beginning)
                        && name.substring(beginning.length()).matches("v?\\d.*"))
                .toList();
        if (files.isEmpty()) {
            return;
        }
        WorkDirectory.delete(charts.resolve(dependency.getName()));
        try (DirectoryStream<Path> others = Files.newDirectoryStream(charts, beginning + "*.tgz")) {
            for (Path other : others) {
                if (other.getFileName().toString().substring(beginning.length()).matches("v?\\d.*")) {
                    Files.delete(other);
                }
            }
        }
        for (String file : files) {
            Files.write(charts.resolve(file), archives.getOrDefault(file, new byte[0]));
        }
    }

    private void pack(Path chart, Path charts) {
        Path local = chart.normalize();
        new PackageCommand(helm, new Helm(local), local).withDestination(charts).call();
    }

    private static void refuseWhatDoesNotFit(List<Dependency> dependencies) {
        List<String> wrong = dependencies.stream()
                .filter(each -> !isThere(each))
                .map(each -> "dependency " + each.getName() + " " + each.getVersion() + " of " + each.getRepository()
                        + ": " + each.getStatus())
                .toList();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(String.join("\n", wrong));
        }
    }

    private static boolean isLocal(Dependency dependency) {
        return String.valueOf(dependency.getRepository()).startsWith(LOCAL);
    }

    private static boolean isThere(Dependency dependency) {
        String status = String.valueOf(dependency.getStatus());
        return status.equals("ok") || status.equals("unpacked");
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
