package io.kuberelease.adapters.builders;

import io.kuberelease.adapters.process.Command;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Builds with a docker engine, through {@code docker buildx}. */
final class Docker implements Builder {
    private static final String NAME = "docker";

    /** What the user's docker configuration holds beside credentials, and a build needs. */
    private static final List<String> SHARED = List.of("cli-plugins", "contexts", "certs.d");

    private final BuildSetup setup;

    Docker(BuildSetup setup) {
        this.setup = setup;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> unusable() {
        if (setup.programs().find(NAME).isEmpty()) {
            return Optional.of("docker is not on the PATH");
        }
        boolean engine = setup.variable("DOCKER_HOST").isPresent()
                || Files.exists(Path.of("/var/run/docker.sock"))
                || Files.exists(setup.home().resolve(".docker/run/docker.sock"));
        return engine ? Optional.empty() : Optional.of("no docker engine: no socket and no DOCKER_HOST");
    }

    @Override
    public BuiltImage build(BuildImage task, StageControl control) {
        ImageRepository repository = task.image().repository();
        try (BuildDirectory directory = BuildDirectory.make(setup.temporary());
                RenewedCredentials credentials = new BuildCredentials(setup, control.progress())
                        .renewed(directory, repository, BaseImages.of(setup.source(), task.image()))) {
            var secrets = new BuildSecrets(setup, directory).prepare(task.image());
            share(directory);
            Path metadata = directory.file("metadata.json");
            Command command = new Command(
                    line(task, secrets.files(), metadata), setup.source(), environment(credentials), new byte[0]);
            BuildLog log = new BuildLog(control.progress(), secrets.mask());
            credentials.hideIn(log);
            SolveStatus status = new SolveStatus(log);
            int exit = new BuildRun(setup.programs(), setup.clock()).run(command, control, log::line, status::line);
            status.end();
            if (exit != 0) {
                throw failure(repository, status);
            }
            return new BuiltImage(
                    new ImageReference(repository, BuildKit.digest(metadata)), NAME, log.cached(), log.steps());
        }
    }

    /** Provenance holds the time of the build: with it the same source would never have the same digest. */
    List<String> line(BuildImage task, Map<String, Path> secrets, Path metadata) {
        ImageSpec image = task.image();
        List<String> line = new ArrayList<>(List.of(NAME, "buildx", "build", "--progress", "rawjson"));
        line.addAll(List.of("--provenance=false", "--sbom=false", "--push"));
        line.addAll(List.of("--metadata-file", metadata.toString()));
        line.addAll(List.of("--file", setup.source().resolve(image.dockerfile()).toString()));
        line.addAll(List.of("--tag", image.repository() + ":" + task.retentionTag()));
        image.target().ifPresent(target -> line.addAll(List.of("--target", target)));
        Reproducible.arguments(image).forEach((name, value) -> line.addAll(List.of("--build-arg", name + "=" + value)));
        new TreeMap<>(task.labels()).forEach((name, value) -> line.addAll(List.of("--label", name + "=" + value)));
        if (!image.platforms().isEmpty()) {
            line.addAll(List.of("--platform", String.join(",", image.platforms())));
        }
        secrets.forEach((id, file) -> line.addAll(List.of("--secret", "id=" + id + ",src=" + file)));
        line.add(setup.source().resolve(image.context()).toString());
        return line;
    }

    private static ReleaseException failure(ImageRepository repository, SolveStatus status) {
        return BuildErrors.of(NAME, repository, status.failedStep(), status.message(), status.lastLines());
    }

    private Map<String, String> environment(RenewedCredentials credentials) {
        Map<String, String> environment = new HashMap<>(credentials.environment());
        environment.put(
                "BUILDX_CONFIG",
                setup.variable("BUILDX_CONFIG")
                        .orElse(configuration().resolve("buildx").toString()));
        return environment;
    }

    /** Our configuration holds credentials alone; plugins and contexts are the user's. */
    private void share(BuildDirectory directory) {
        try {
            for (String name : SHARED) {
                Path theirs = configuration().resolve(name);
                if (Files.isDirectory(theirs)) {
                    Files.createSymbolicLink(directory.file(name), theirs.toAbsolutePath());
                }
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private Path configuration() {
        return setup.variable("DOCKER_CONFIG").map(Path::of).orElse(setup.home().resolve(".docker"));
    }
}
