package io.kuberelease.adapters.builders;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Builds with a BuildKit daemon, through {@code buildctl}. */
final class BuildKit implements Builder {
    private static final String NAME = "BuildKit";

    /** What buildctl says when it can't reach the daemon. */
    private static final Pattern UNREACHED = Pattern.compile("(?i)connection error: desc|failed to dial|"
            + "error reading (server )?preface|failed to list workers|dial unix|transport: error");

    private final BuildSetup setup;

    BuildKit(BuildSetup setup) {
        this.setup = setup;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> unusable() {
        if (setup.programs().find("buildctl").isEmpty()) {
            return Optional.of("buildctl is not on the PATH");
        }
        return address().isPresent()
                ? Optional.empty()
                : Optional.of("BUILDKIT_HOST is not set and there is no socket at "
                        + sockets().get(0));
    }

    @Override
    public BuiltImage build(BuildImage task, StageControl control) {
        try (BuildDirectory directory = BuildDirectory.make(setup.temporary());
                RenewedCredentials credentials = new BuildCredentials(setup, control.progress())
                        .renewed(directory, task.image().repository(), BaseImages.of(setup.source(), task.image()))) {
            var secrets = new BuildSecrets(setup, directory).prepare(task.image());
            Path metadata = directory.file("metadata.json");
            Programs.Command command = new Programs.Command(
                    line(task, secrets.files(), metadata), setup.source(), credentials.environment(), new byte[0]);
            BuildLog log = new BuildLog(control.progress(), secrets.mask());
            credentials.hideIn(log);
            SolveStatus status = new SolveStatus(log);
            int exit = new BuildRun(setup.programs(), setup.clock()).run(command, control, log::line, status::line);
            status.end();
            if (exit != 0) {
                throw failure(task, status);
            }
            return new BuiltImage(
                    new ImageReference(task.image().repository(), digest(metadata)), NAME, log.cached(), log.steps());
        }
    }

    List<String> line(BuildImage task, Map<String, Path> secrets, Path metadata) {
        ImageSpec image = task.image();
        Path dockerfile = setup.source().resolve(image.dockerfile());
        List<String> line =
                new ArrayList<>(List.of("buildctl", "--addr", address().orElse("")));
        line.addAll(List.of("build", "--frontend", "dockerfile.v0", "--progress", "rawjson"));
        line.addAll(List.of("--local", "context=" + setup.source().resolve(image.context())));
        line.addAll(List.of("--local", "dockerfile=" + dockerfile.getParent()));
        option(line, "filename=" + dockerfile.getFileName());
        image.target().ifPresent(target -> option(line, "target=" + target));
        Reproducible.arguments(image).forEach((name, value) -> option(line, "build-arg:" + name + "=" + value));
        ProxyArguments.withoutPasswords(setup, image)
                .forEach((name, value) -> option(line, "build-arg:" + name + "=" + value));
        new TreeMap<>(task.labels()).forEach((name, value) -> option(line, "label:" + name + "=" + value));
        if (!image.platforms().isEmpty()) {
            option(line, "platform=" + String.join(",", image.platforms()));
        }
        secrets.forEach((id, file) -> line.addAll(List.of("--secret", "id=" + id + ",src=" + file)));
        String insecure = setup.plainHttp().test(image.repository().registry()) ? ",registry.insecure=true" : "";
        String name = image.repository() + ":" + task.retentionTag();
        line.addAll(List.of("--output", "type=image,name=" + name + ",push=true" + insecure));
        line.addAll(List.of("--metadata-file", metadata.toString()));
        return line;
    }

    private static void option(List<String> line, String value) {
        line.add("--opt");
        line.add(value);
    }

    private ReleaseException failure(BuildImage task, SolveStatus status) {
        String message = status.message();
        if (status.failedStep().isEmpty() && UNREACHED.matcher(message).find()) {
            return new ReleaseException.Errored(
                    Cause.of(
                                    CauseKind.UNAVAILABLE,
                                    "could not reach BuildKit at " + address().orElse("") + ": " + message)
                            .suggesting("start buildkitd, or set BUILDKIT_HOST to where it listens"),
                    Duration.ZERO);
        }
        return BuildErrors.of(NAME, task.image().repository(), status.failedStep(), message, status.lastLines());
    }

    private Optional<String> address() {
        return setup.variable("BUILDKIT_HOST")
                .or(() -> sockets().stream().filter(Files::exists).findFirst().map(socket -> "unix://" + socket));
    }

    private List<Path> sockets() {
        List<Path> sockets = new ArrayList<>(List.of(Path.of("/run/buildkit/buildkitd.sock")));
        setup.variable("XDG_RUNTIME_DIR")
                .ifPresent(directory -> sockets.add(Path.of(directory, "buildkit", "buildkitd.sock")));
        return sockets;
    }

    static Digest digest(Path metadata) {
        try {
            return new Digest(new ObjectMapper()
                    .readTree(Files.readAllBytes(metadata))
                    .path("containerimage.digest")
                    .asText());
        } catch (IOException | IllegalArgumentException problem) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "the builder pushed an image but did not say its digest"),
                    Duration.ZERO);
        }
    }
}
