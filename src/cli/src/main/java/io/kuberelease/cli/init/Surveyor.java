package io.kuberelease.cli.init;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks at a repository for what a release file would say. Reads only. */
public final class Surveyor {
    private static final int DEEP = 4;
    private static final int LONGEST_NAME = 40;

    /** Hidden directories, other people's packages, what was built, and the charts that a chart depends on. */
    private static final Pattern NOT_OURS =
            Pattern.compile("(^|.*/)(\\..+|node_modules|vendor|target|build)/.*|.+/charts/.*");

    private final Path directory;
    private final List<String> contexts;
    private final List<String> environments;

    /**
     * @param contexts those of the user's kubeconfig
     * @param environments for which values files are looked for
     */
    public Surveyor(Path directory, List<String> contexts, List<String> environments) {
        this.directory = directory;
        this.contexts = List.copyOf(contexts);
        this.environments = List.copyOf(environments);
    }

    /** What is there. */
    public Survey look() throws IOException {
        Optional<String> chart = nearest("Chart.yaml").map(Surveyor::parent);
        return new Survey(
                appName(),
                nearest("Dockerfile"),
                chart,
                new ComposeFile(directory).datastores(),
                test(),
                values(chart.orElse("chart")),
                contexts);
    }

    private String appName() {
        Path name = directory.toAbsolutePath().normalize().getFileName();
        String plain = (name == null ? "" : name.toString())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[-0-9]+", "");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).replaceAll("-+$", "");
        return cut.isEmpty() ? "app" : cut;
    }

    /** The file of this name that is the least deep. */
    private Optional<String> nearest(String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory, DEEP)) {
            return files.filter(file -> file.endsWith(name) && Files.isRegularFile(file))
                    .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !NOT_OURS.matcher(file).matches())
                    .min(Comparator.<String>comparingInt(file -> file.split("/", -1).length)
                            .thenComparing(Comparator.naturalOrder()));
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static String parent(String file) {
        int slash = file.lastIndexOf('/');
        return slash < 0 ? "." : file.substring(0, slash);
    }

    private List<String> test() throws IOException {
        Path makefile = directory.resolve("Makefile");
        if (Files.isRegularFile(makefile)
                && Files.readString(makefile).lines().anyMatch(line -> line.startsWith("test:"))) {
            return List.of("make", "test");
        }
        if (has("manage.py")) {
            return List.of("python", "manage.py", "test");
        }
        if (has("pyproject.toml")) {
            return List.of("python", "-m", "pytest");
        }
        return has("package.json") ? List.of("npm", "test") : List.of();
    }

    private Map<String, String> values(String chart) {
        Map<String, String> found = new HashMap<>();
        for (String environment : environments) {
            Stream.of(
                            "deploy/" + environment + ".yaml",
                            "values/" + environment + ".yaml",
                            chart + "/values-" + environment + ".yaml",
                            chart + "/values." + environment + ".yaml")
                    .filter(this::has)
                    .findFirst()
                    .ifPresent(file -> found.put(environment, file));
        }
        return found;
    }

    private boolean has(String file) {
        return Files.isRegularFile(directory.resolve(file));
    }
}
