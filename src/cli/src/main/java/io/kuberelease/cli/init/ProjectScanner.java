package io.kuberelease.cli.init;

import io.kuberelease.plan.DatastoreCatalogue;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Scans a repository for the content of a release file. Reads only. */
public final class ProjectScanner {
    private static final int DEEP = 4;
    private static final int LONGEST_NAME = 40;

    /** Hidden directories, other people's packages, what was built, and the charts that a chart depends on. */
    private static final Pattern NOT_OURS =
            Pattern.compile("(^|.*/)(\\..+|node_modules|vendor|target|build)/.*|.+/charts/.*");

    /** Names of environments in file names. */
    private static final Map<String, List<String>> SHORT_NAMES = Map.of(
            "staging", List.of("staging", "stage", "stg"),
            "production", List.of("production", "prod", "prd"));

    private final Path directory;
    private final List<String> contexts;
    private final List<String> environments;

    /**
     * @param contexts the contexts of the user's kubeconfig
     * @param environments the environments to find values files for
     */
    public ProjectScanner(Path directory, List<String> contexts, List<String> environments) {
        this.directory = directory;
        this.contexts = List.copyOf(contexts);
        this.environments = List.copyOf(environments);
    }

    /** Scans the repository. */
    public ProjectScan look() throws IOException {
        Optional<String> chart = nearest(isCalled("Chart.yaml")).map(ProjectScanner::parent);
        Optional<String> dockerfile = nearest(isCalled("Dockerfile"));
        return new ProjectScan(
                appName(),
                dockerfile,
                chart,
                new ComposeFile(directory).datastores(),
                test(dockerfile),
                values(),
                contexts,
                Optional.empty());
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

    private static Predicate<String> isCalled(String name) {
        return file -> file.equals(name) || file.endsWith("/" + name);
    }

    /** The matching file that is the least deep; absent when there is none. What may not be read is passed over. */
    private Optional<String> nearest(Predicate<String> such) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(directory, Set.of(), DEEP, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream()
                .filter(Files::isRegularFile)
                .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                .filter(file -> !NOT_OURS.matcher(file).matches())
                .filter(such)
                .min(Comparator.<String>comparingInt(file -> file.split("/", -1).length)
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String parent(String file) {
        int slash = file.lastIndexOf('/');
        return slash < 0 ? "." : file.substring(0, slash);
    }

    /** Guesses the command for the tests: the repository must have its file, and the image may have its program. */
    private List<String> test(Optional<String> dockerfile) throws IOException {
        ImageTools image =
                ImageTools.of(dockerfile.isPresent() ? Files.readString(directory.resolve(dockerfile.get())) : "");
        Path makefile = directory.resolve("Makefile");
        if (Files.isRegularFile(makefile)
                && Files.readString(makefile).lines().anyMatch(line -> line.startsWith("test:"))
                && image.mayHave("make")) {
            return List.of("make", "test");
        }
        if (has("manage.py") && image.mayHave("python")) {
            return List.of("python", "manage.py", "test");
        }
        if (has("pyproject.toml") && image.mayHave("python")) {
            return List.of("python", "-m", "pytest");
        }
        return has("package.json") && image.mayHave("npm") ? List.of("npm", "test") : List.of();
    }

    /**
     * Finds a values file for each environment by its name, as {@code values-…} or in a directory for values; the least
     * deep one.
     */
    private Map<String, String> values() throws IOException {
        Map<String, String> found = new HashMap<>();
        for (String environment : environments) {
            for (String name : SHORT_NAMES.getOrDefault(environment, List.of(environment))) {
                Pattern called = Pattern.compile("(.*/)?values[-_.]" + name + "\\.ya?ml|(.*/)?"
                        + "(deploy|values|environments|envs?|helm|chart)/" + name + "(/values)?\\.ya?ml");
                if (!found.containsKey(environment)) {
                    nearest(called.asMatchPredicate()).ifPresent(file -> found.put(environment, file));
                }
            }
        }
        return found;
    }

    private boolean has(String file) {
        return Files.isRegularFile(directory.resolve(file));
    }

    /** Reads the datastores in a compose file. */
    private static final class ComposeFile {
        private static final List<String> NAMES =
                List.of("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml");

        private final Path directory;
        private final DatastoreCatalogue catalogue = new DatastoreCatalogue();

        ComposeFile(Path directory) {
            this.directory = directory;
        }

        /** The known datastores with their versions; empty when there is no such file or it can't be read. */
        Map<String, String> datastores() throws IOException {
            Map<String, String> found = new HashMap<>();
            Optional<Path> file = NAMES.stream()
                    .map(directory::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst();
            if (file.isPresent()) {
                images(Files.readString(file.get())).forEach(image -> add(image, found));
            }
            return found;
        }

        /** Empty for an invalid file, which is no reason to fail: it was only a hint. */
        private static List<String> images(String text) {
            try {
                Object root = new Load(LoadSettings.builder().build()).loadFromString(text);
                if (root instanceof Map<?, ?> content && content.get("services") instanceof Map<?, ?> services) {
                    return services.values().stream()
                            .filter(Map.class::isInstance)
                            .map(service -> String.valueOf(((Map<?, ?>) service).get("image")))
                            .toList();
                }
                return List.of();
            } catch (YamlEngineException unreadable) {
                return List.of();
            }
        }

        private void add(String image, Map<String, String> found) {
            String byTag = image.replaceFirst("@.*", "");
            String last = byTag.substring(byTag.lastIndexOf('/') + 1);
            int colon = last.indexOf(':');
            if (colon < 0) {
                return;
            }
            String plain = last.substring(0, colon);
            String name = plain.equals("mongo") ? "mongodb" : plain;
            String version = last.substring(colon + 1);
            if (catalogue.names().contains(name) && catalogue.isVersion(version)) {
                found.putIfAbsent(name, version);
            }
        }
    }
}
