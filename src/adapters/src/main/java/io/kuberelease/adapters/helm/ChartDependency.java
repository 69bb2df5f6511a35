package io.kuberelease.adapters.helm;

import io.kuberelease.adapters.http.ShownAddress;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A dependency of a chart that comes from a repository, in one exact version.
 *
 * @param repository as in Chart.yaml: {@code oci://…}, {@code https://…}, or {@code @name} of a repository that Helm
 *     knows
 */
record ChartDependency(String name, String version, String repository) {
    private static final String LOCK = "Chart.lock";

    /**
     * The chart's dependencies from repositories, in the versions of Chart.lock if there is one; without local ones.
     */
    static List<ChartDependency> of(Path chart) {
        List<Map<String, Object>> wanted = entries(chart.resolve("Chart.yaml"));
        boolean isLocked = Files.isRegularFile(chart.resolve(LOCK));
        List<Map<String, Object>> locked = isLocked ? entries(chart.resolve(LOCK)) : wanted;
        refuseOldLock(wanted, locked);
        List<ChartDependency> found = new ArrayList<>();
        for (Map<String, Object> each : locked) {
            ChartDependency dependency = read(each);
            if (!dependency.repository().isEmpty() && !dependency.repository().startsWith("file://")) {
                found.add(dependency.exact(isLocked));
            }
        }
        return List.copyOf(found);
    }

    /** The name that Helm gives its archive in {@code charts/}. */
    String file() {
        return name + "-" + version + ".tgz";
    }

    /** Whether the chart's {@code charts/} has it already in this version, packed or unpacked. */
    boolean isIn(Path chart) {
        Path unpacked = chart.resolve("charts").resolve(name).resolve("Chart.yaml");
        return Files.isRegularFile(chart.resolve("charts").resolve(file()))
                || (Files.isRegularFile(unpacked)
                        && Yaml.text(Yaml.map(text(unpacked)), "version").equals(version));
    }

    @Override
    public String toString() {
        return name + " " + version + " of " + ShownAddress.of(repository);
    }

    private static ChartDependency read(Map<String, Object> entry) {
        return new ChartDependency(
                Yaml.text(entry, "name"), Yaml.text(entry, "version"), Yaml.text(entry, "repository"));
    }

    /** Refuses a version range without a Chart.lock, since its newest version may be another one tomorrow. */
    private ChartDependency exact(boolean isLocked) {
        if (!isLocked && !version.matches("v?\\d+\\.\\d+\\.\\d+([-+].*)?")) {
            throw refused(
                    "dependency " + name + " has the version \"" + version
                            + "\", and there is no Chart.lock to say which" + " one that is",
                    "run helm dependency update, and commit Chart.lock");
        }
        return this;
    }

    /** Refuses a Chart.lock with other dependencies than Chart.yaml; Helm itself checks the versions later. */
    private static void refuseOldLock(List<Map<String, Object>> wanted, List<Map<String, Object>> locked) {
        List<String> names = wanted.stream().map(ChartDependency::place).toList();
        if (!names.equals(locked.stream().map(ChartDependency::place).toList())) {
            throw refused(
                    "Chart.lock does not belong to the dependencies in Chart.yaml",
                    "run helm dependency update, and commit Chart.lock");
        }
    }

    private static String place(Map<String, Object> entry) {
        return Yaml.text(entry, "name") + " " + Yaml.text(entry, "repository");
    }

    private static List<Map<String, Object>> entries(Path file) {
        List<Map<String, Object>> found = new ArrayList<>();
        if (Yaml.map(text(file)).get("dependencies") instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> map) {
                    found.add(Yaml.sortedMap(map));
                }
            }
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("could not read " + file, unreadable);
        }
    }

    private static ReleaseException refused(String why, String todo) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.CHART_INVALID, "could not take in the chart's dependencies: " + why)
                        .suggesting(todo));
    }
}
