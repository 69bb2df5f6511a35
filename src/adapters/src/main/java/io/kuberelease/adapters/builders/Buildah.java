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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Builds with buildah, which needs no daemon. */
final class Buildah implements Builder {
    private static final String NAME = "buildah";

    private final BuildSetup setup;
    private final Isolation isolation;

    Buildah(BuildSetup setup) {
        this.setup = setup;
        this.isolation = new Isolation(setup);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> unusable() {
        return setup.programs().find(NAME).isPresent() ? Optional.empty() : Optional.of("buildah is not on the PATH");
    }

    @Override
    public BuiltImage build(BuildImage task, StageControl control) {
        ImageSpec image = task.image();
        if (image.platforms().size() > 1) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "could not build " + image.platforms() + " with buildah in one image")
                            .suggesting("use BuildKit for more than one platform"));
        }
        Set<ImageRepository> bases = BaseImages.of(setup.source(), image);
        try (BuildDirectory directory = BuildDirectory.make(setup.temporary())) {
            var secrets = new BuildSecrets(setup, directory).prepare(image);
            BuildCredentials known = new BuildCredentials(setup, control.progress());
            var credentials = known.write(directory, image.repository(), bases);
            BuildLog log = new BuildLog(control.progress(), secrets.mask().with(credentials.secrets()));
            StepLines steps = new StepLines(log);
            Path id = directory.file("image-id");
            Path digest = directory.file("digest");
            run(buildLine(task, secrets.files(), bases, credentials.file(), id), task, steps, control);
            push(
                    known,
                    directory,
                    log,
                    task,
                    authFile -> run(pushLine(task, authFile, text(id), digest), task, steps, control));
            log.end();
            ImageReference built = new ImageReference(image.repository(), new Digest(text(digest)));
            return new BuiltImage(built, NAME, log.cached(), log.steps());
        }
    }

    List<String> buildLine(
            BuildImage task, Map<String, Path> secrets, Set<ImageRepository> bases, Path authFile, Path id) {
        ImageSpec image = task.image();
        List<String> line = new ArrayList<>(List.of(NAME, "build", "--layers"));
        line.addAll(isolation.options());
        line.addAll(List.of("--authfile", authFile.toString(), "--iidfile", id.toString()));
        line.addAll(List.of("--file", setup.source().resolve(image.dockerfile()).toString()));
        image.target().ifPresent(target -> line.addAll(List.of("--target", target)));
        image.platforms().forEach(platform -> line.addAll(List.of("--platform", platform)));
        new TreeMap<>(image.arguments())
                .forEach((name, value) -> line.addAll(List.of("--build-arg", name + "=" + value)));
        new TreeMap<>(task.labels()).forEach((name, value) -> line.addAll(List.of("--label", name + "=" + value)));
        secrets.forEach((secret, file) -> line.addAll(List.of("--secret", "id=" + secret + ",src=" + file)));
        // The option holds for all registries of the build, so it is set only if none of them has TLS.
        if (!bases.isEmpty()
                && bases.stream().allMatch(base -> setup.plainHttp().test(base.registry()))) {
            line.add("--tls-verify=false");
        }
        line.add(setup.source().resolve(image.context()).toString());
        return line;
    }

    List<String> pushLine(BuildImage task, Path authFile, String id, Path digest) {
        ImageRepository repository = task.image().repository();
        List<String> line = new ArrayList<>(List.of(NAME, "push"));
        line.addAll(List.of("--authfile", authFile.toString(), "--digestfile", digest.toString()));
        if (setup.plainHttp().test(repository.registry())) {
            line.add("--tls-verify=false");
        }
        line.addAll(List.of(id, "docker://" + repository + ":" + task.retentionTag()));
        return line;
    }

    /**
     * Pushes, and if access was denied, once more with new credentials: a token may expire during a long push. Layers
     * that arrived are not sent again.
     */
    private static void push(
            BuildCredentials known, BuildDirectory directory, BuildLog log, BuildImage task, Consumer<Path> push) {
        ImageRepository target = task.image().repository();
        BuildCredentials.Written first = known.write(directory, target, Set.of());
        log.hide(first.secrets());
        try {
            push.accept(first.file());
        } catch (ReleaseException.Failed refused) {
            BuildCredentials.Written next = known.write(directory, target, Set.of());
            if (refused.reason().kind() != CauseKind.ACCESS_DENIED || !next.differsFrom(first)) {
                throw refused;
            }
            log.hide(next.secrets());
            push.accept(next.file());
        }
    }

    private void run(List<String> line, BuildImage task, StepLines steps, StageControl control) {
        Programs.Command command = new Programs.Command(line, setup.source(), Map.of(), new byte[0]);
        int exit = new BuildRun(setup.programs(), setup.clock()).run(command, control, steps::output, steps::errors);
        if (exit != 0) {
            Optional<String> step = line.contains("push") ? Optional.empty() : steps.currentStep();
            throw BuildErrors.of(NAME, task.image().repository(), step, steps.message(), steps.lastLines());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException problem) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "buildah ended well but did not say what it made"), Duration.ZERO);
        }
    }

    /** Chooses how buildah isolates a build's steps from the machine: its default where it works, else a chroot. */
    private static final class Isolation {
        private static final String OURS = "KUBE_RELEASE_BUILDAH_ISOLATION";
        private static final int SYS_ADMIN = 21;
        private static final int SYS_RESOURCE = 24;

        private final BuildSetup setup;

        Isolation(BuildSetup setup) {
            this.setup = setup;
        }

        /**
         * The options to add; none for buildah's default. A chroot has no network of its own, so the machine's is used.
         */
        List<String> options() {
            Optional<String> wanted = setup.variable(OURS);
            if (wanted.isEmpty() && (setup.variable("BUILDAH_ISOLATION").isPresent() || !isConfined())) {
                return List.of();
            }
            String chosen = wanted.orElse("chroot");
            return chosen.equals("chroot")
                    ? List.of("--isolation", "chroot", "--network", "host")
                    : List.of("--isolation", chosen);
        }

        /** Whether we are root without the capabilities that runc needs, as in a container; false outside Linux. */
        private static boolean isConfined() {
            try {
                String status = Files.readString(Path.of("/proc/self/status"));
                long capabilities = status.lines()
                        .filter(line -> line.startsWith("CapEff:"))
                        .mapToLong(line -> Long.parseUnsignedLong(
                                line.substring("CapEff:".length()).strip(), 16))
                        .findFirst()
                        .orElse(-1);
                boolean root = status.lines().anyMatch(line -> line.matches("Uid:\\s+0\\s.*"));
                long needed = (1L << SYS_ADMIN) | (1L << SYS_RESOURCE);
                return root && (capabilities & needed) != needed;
            } catch (IOException notLinux) {
                return false;
            }
        }
    }

    /**
     * Follows a build by buildah's output: its steps, as in {@code STEP 2/5: RUN …}, and which came from the cache.
     * Thread-safe.
     */
    private static final class StepLines {
        private static final Pattern STEP = Pattern.compile("(\\[[^\\]]*\\] )?STEP \\d+/\\d+: .*");
        private static final int KEPT = 10;

        private final BuildLog log;
        private final Deque<String> errors = new ArrayDeque<>();
        private int steps;
        private int cached;

        StepLines(BuildLog log) {
            this.log = log;
        }

        synchronized void output(String line) {
            if (STEP.matcher(line).matches()) {
                steps += line.contains(": FROM ") ? 0 : 1;
                log.step(line);
            } else {
                log.line(line);
            }
            if (line.contains("--> Using cache")) {
                cached++;
            }
            log.counted(steps, cached);
        }

        synchronized void errors(String line) {
            output(line);
            errors.addLast(log.masked(line));
            if (errors.size() > KEPT) {
                errors.removeFirst();
            }
        }

        Optional<String> currentStep() {
            return log.currentStep();
        }

        List<String> lastLines() {
            return log.lastLines();
        }

        /** Buildah's first error, else its last line; the step's own output is in the last lines. */
        synchronized String message() {
            return errors.stream()
                    .filter(line -> line.regionMatches(true, 0, "error", 0, "error".length()))
                    .reduce((first, second) -> first)
                    .or(() -> Optional.ofNullable(errors.peekLast()))
                    .orElse("it gave no reason");
        }
    }
}
