package io.kuberelease.adapters.builders;

import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import io.kuberelease.port.StageControl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds with the BuildKit of a docker engine: through {@code docker buildx} where that plugin is installed, else
 * through docker's own client, which it had until version 22.
 */
final class Docker implements Builder {
    private static final String NAME = "docker";
    private static final Pattern PUSHED = Pattern.compile(".*: digest: (sha256:[0-9a-f]{64}) size: \\d+");

    private final BuildSetup setup;
    private final DockerEngine engine;

    Docker(BuildSetup setup) {
        this.setup = setup;
        this.engine = new DockerEngine(setup);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> unusable() {
        return engine.unusable();
    }

    @Override
    public BuiltImage build(BuildImage task, StageControl control) {
        try (BuildDirectory directory = BuildDirectory.make(setup.temporary());
                RenewedCredentials credentials = new BuildCredentials(setup, control.progress())
                        .renewed(directory, task.image().repository(), BaseImages.of(setup.source(), task.image()))) {
            var secrets = new BuildSecrets(setup, directory).prepare(task.image());
            engine.share(directory);
            BuildLog log = new BuildLog(control.progress(), secrets.mask());
            credentials.hideIn(log);
            Map<String, String> environment = new HashMap<>(credentials.environment());
            environment.putAll(engine.environment());
            boolean hostNetwork = engine.lacksBridge();
            Digest digest = engine.client() == DockerEngine.Client.BUILDX
                    ? byBuildx(task, secrets.files(), hostNetwork, directory, environment, control, log)
                    : byEngine(task, secrets.files(), hostNetwork, environment, control, log);
            return new BuiltImage(
                    new ImageReference(task.image().repository(), digest), NAME, log.cached(), log.steps());
        }
    }

    private Digest byBuildx(
            BuildImage task,
            Map<String, Path> secrets,
            boolean hostNetwork,
            BuildDirectory directory,
            Map<String, String> environment,
            StageControl control,
            BuildLog log) {
        Path metadata = directory.file("metadata.json");
        SolveStatus status = new SolveStatus(log);
        Programs.Command command = new Programs.Command(
                line(task, secrets, metadata, hostNetwork), setup.source(), environment, new byte[0]);
        int exit = run().run(command, control, log::line, status::line);
        status.end();
        if (exit != 0) {
            throw BuildErrors.of(
                    NAME, task.image().repository(), status.failedStep(), status.message(), status.lastLines());
        }
        return BuildKit.digest(metadata);
    }

    /** Builds, then pushes in a second step, whose output tells the digest. */
    private Digest byEngine(
            BuildImage task,
            Map<String, Path> secrets,
            boolean hostNetwork,
            Map<String, String> environment,
            StageControl control,
            BuildLog log) {
        ImageSpec image = task.image();
        if (image.platforms().size() > 1) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "could not build " + image.platforms()
                                    + " in one image with docker, which has no buildx here")
                    .suggesting("install buildx, or use BuildKit for more than one platform"));
        }
        Map<String, String> withBuildKit = new HashMap<>(environment);
        withBuildKit.put("DOCKER_BUILDKIT", "1");
        PlainProgress progress = new PlainProgress(log);
        Programs.Command build =
                new Programs.Command(engineLine(task, secrets, hostNetwork), setup.source(), withBuildKit, new byte[0]);
        if (run().run(build, control, log::line, progress::line) != 0) {
            throw BuildErrors.of(
                    NAME, image.repository(), progress.failedStep(), progress.message(), progress.lastLines());
        }
        return push(task, environment, control, log);
    }

    private Digest push(BuildImage task, Map<String, String> environment, StageControl control, BuildLog log) {
        ImageRepository repository = task.image().repository();
        List<String> said = new CopyOnWriteArrayList<>();
        List<String> complaints = new CopyOnWriteArrayList<>();
        Programs.Command push = new Programs.Command(
                List.of(NAME, "push", repository + ":" + task.retentionTag()),
                setup.source(),
                environment,
                new byte[0]);
        int exit = run().run(
                        push,
                        control,
                        line -> {
                            said.add(line);
                            log.note(line);
                        },
                        complaints::add);
        if (exit != 0) {
            String last = complaints.stream()
                    .filter(line -> !line.isBlank())
                    .reduce((one, other) -> other)
                    .orElse("it gave no reason");
            throw BuildErrors.of(NAME, repository, Optional.empty(), log.masked(last.strip()), List.of());
        }
        return said.stream()
                .map(PUSHED::matcher)
                .filter(Matcher::matches)
                .map(pushed -> new Digest(pushed.group(1)))
                .reduce((one, other) -> other)
                .orElseThrow(() -> new ReleaseException.Errored(
                        Cause.of(CauseKind.UNAVAILABLE, "docker pushed " + repository + " but did not say its digest"),
                        Duration.ZERO));
    }

    private BuildRun run() {
        return new BuildRun(setup.programs(), setup.clock());
    }

    /**
     * The buildx command. Without provenance: it holds the build's time, so the same source would never have the same
     * digest.
     */
    List<String> line(BuildImage task, Map<String, Path> secrets, Path metadata, boolean hostNetwork) {
        List<String> line = new ArrayList<>(List.of(NAME, "buildx", "build", "--progress", "rawjson"));
        line.addAll(List.of("--provenance=false", "--sbom=false", "--push"));
        line.addAll(List.of("--metadata-file", metadata.toString()));
        line.addAll(options(task, secrets, hostNetwork));
        return line;
    }

    List<String> engineLine(BuildImage task, Map<String, Path> secrets, boolean hostNetwork) {
        List<String> line = new ArrayList<>(List.of(NAME, "build", "--progress", "plain"));
        line.addAll(options(task, secrets, hostNetwork));
        return line;
    }

    private List<String> options(BuildImage task, Map<String, Path> secrets, boolean hostNetwork) {
        ImageSpec image = task.image();
        List<String> line = new ArrayList<>();
        line.addAll(List.of("--file", setup.source().resolve(image.dockerfile()).toString()));
        line.addAll(List.of("--tag", image.repository() + ":" + task.retentionTag()));
        image.target().ifPresent(target -> line.addAll(List.of("--target", target)));
        Reproducible.arguments(image).forEach((name, value) -> line.addAll(List.of("--build-arg", name + "=" + value)));
        // Without a value docker takes it from the environment, which keeps passwords out of the arguments.
        ProxyArguments.of(setup, image).keySet().forEach(name -> line.addAll(List.of("--build-arg", name)));
        new TreeMap<>(task.labels()).forEach((name, value) -> line.addAll(List.of("--label", name + "=" + value)));
        if (!image.platforms().isEmpty()) {
            line.addAll(List.of("--platform", String.join(",", image.platforms())));
        }
        if (hostNetwork) {
            line.addAll(List.of("--network", "host"));
        }
        secrets.forEach((id, file) -> line.addAll(List.of("--secret", "id=" + id + ",src=" + file)));
        line.add(setup.source().resolve(image.context()).toString());
        return line;
    }
}
