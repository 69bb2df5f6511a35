package io.kuberelease.adapters.registryauth;

import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.RegistryAuth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials from the files of {@code docker login} and {@code podman login}, read anew each time. In each file the
 * helper for this very registry comes first, then credentials in the file itself, then the helper for all registries.
 * An identity token is returned with the user {@code <token>}.
 */
public final class DockerConfigAuth implements RegistryAuth {
    private static final Duration HELPER_LIMIT = Duration.ofSeconds(20);

    private final Map<String, String> environment;
    private final Path home;
    private final Programs programs;
    private final Duration helperLimit;

    /**
     * @param environment with {@code DOCKER_CONFIG}, {@code REGISTRY_AUTH_FILE}, {@code XDG_RUNTIME_DIR} and
     *     {@code XDG_CONFIG_HOME}
     * @param home the user's home directory
     */
    public DockerConfigAuth(Map<String, String> environment, Path home, Programs programs) {
        this(environment, home, programs, HELPER_LIMIT);
    }

    DockerConfigAuth(Map<String, String> environment, Path home, Programs programs, Duration helperLimit) {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.programs = programs;
        this.helperLimit = helperLimit;
    }

    @Override
    public Optional<Credentials> credentials(ImageRepository repository) {
        for (Path path : files()) {
            Optional<Credentials> found = AuthFile.read(path).flatMap(file -> look(file, repository));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Credentials> look(AuthFile file, ImageRepository repository) {
        return file.ownHelper(repository)
                .flatMap(this::ask)
                .or(() -> file.written(repository))
                .or(() -> file.store(repository).flatMap(this::ask));
    }

    private Optional<Credentials> ask(Helper helper) {
        return helper.ask(programs, home, helperLimit);
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        variable("REGISTRY_AUTH_FILE").map(Path::of).ifPresent(files::add);
        files.add(variable("DOCKER_CONFIG")
                .map(Path::of)
                .orElse(home.resolve(".docker"))
                .resolve("config.json"));
        variable("XDG_RUNTIME_DIR").map(Path::of).map(DockerConfigAuth::podman).ifPresent(files::add);
        files.add(podman(variable("XDG_CONFIG_HOME").map(Path::of).orElse(home.resolve(".config"))));
        return files;
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** The credentials file of podman and buildah. */
    private static Path podman(Path directory) {
        return directory.resolve("containers").resolve("auth.json");
    }
}
