package io.kuberelease.cli.command;

import io.kuberelease.adapters.disk.Directories;
import io.kuberelease.adapters.helm.ComposeReader;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.compose.ComposedChart;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.init.ProjectScan;
import io.kuberelease.cli.init.ProjectScanner;
import io.kuberelease.cli.init.ReleaseFileDraft;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release init}: writes a first release file, and a chart where there is only a compose file. */
@Command(
        name = "init",
        description = {
            "Write a release file, with comments, for a repository that has a Dockerfile and a Helm chart.",
            "Without a chart, but with a compose file, write a chart too, and say of everything in the compose file",
            "that it does not have. Files that are there already are left as they are."
        },
        footer = {
            "",
            "Examples:",
            "  kube-release init --image ghcr.io/acme/polls",
            "  kube-release init --check                say what would be written, and what would be left out",
            "  kube-release init --compose compose.yaml --compose compose.prod.yaml"
        })
final class InitCommand implements Callable<Integer> {
    private static final List<String> ENVIRONMENTS = List.of("staging", "production");
    private static final String CHART = "chart";
    private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

    private final Program program;

    @Mixin
    private final FileOptions file = new FileOptions();

    @Option(
            names = "--image",
            paramLabel = "REPOSITORY",
            description = "Where the image is pushed, without tag. Default: a name that you change in the file.")
    private @Nullable String image;

    @Option(
            names = "--compose",
            paramLabel = "FILE",
            description = {
                "The compose file to make the chart of; said again, later ones over earlier ones. Default: the one that",
                "docker compose would take."
            })
    private List<Path> compose = new ArrayList<>();

    @Option(names = "--check", description = "Write nothing: say what would be written.")
    private boolean check;

    InitCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = program.directory(file.directory());
        if (Files.exists(directory.resolve(file.file()))) {
            throw refused(directory.resolve(file.file()) + " is there already", "edit it, or move it away first");
        }
        ProjectScan projectScan =
                new ProjectScanner(directory, program.clusters().contexts(), ENVIRONMENTS).look();
        Optional<ComposedChart> composed = composed(directory, projectScan);
        if (composed.isEmpty()) {
            requireBoth(projectScan, directory);
        }
        String repository = image == null ? "registry.example.com/" + projectScan.app() : image;
        FirstFiles files = new FirstFiles(directory);
        composed.ifPresent(chart ->
                chart.files().forEach((path, text) -> files.add(Path.of(CHART).resolve(path), text)));
        files.add(Path.of(file.file()), ReleaseFileDraft.of(projectScan.with(composed), repository, ENVIRONMENTS));
        files.requireNone();
        if (!check) {
            files.write();
        }
        tell(projectScan, composed, files);
        return ExitCode.DONE.number();
    }

    private Optional<ComposedChart> composed(Path directory, ProjectScan projectScan) throws IOException {
        List<Path> files = compose.isEmpty()
                ? ComposedChart.files(directory)
                : compose.stream().map(directory::resolve).toList();
        if (files.isEmpty() || (projectScan.chart().isPresent() && compose.isEmpty())) {
            return Optional.empty();
        }
        Path scratch = Files.createTempDirectory("kube-release-init");
        try (PortsFactory factory = program.portsOf(directory, scratch)) {
            StageControl control = StageControl.alone(
                    new ReleaseId("init"),
                    new StageId("init"),
                    program.processEnvironment().clock().instant().plus(TIME_LIMIT));
            return Optional.of(ComposedChart.of(
                    projectScan.app(),
                    directory,
                    files,
                    program.processEnvironment().environment(),
                    new ComposeReader(factory.helm()),
                    control));
        } finally {
            Directories.remove(scratch);
        }
    }

    private void tell(ProjectScan projectScan, Optional<ComposedChart> composed, FirstFiles files) {
        PrintStream out = program.processEnvironment().out();
        out.println((check ? "Would write " : "Wrote ") + String.join(", ", files.told()) + " for " + projectScan.app()
                + ".");
        composed.map(ComposedChart::leftovers).filter(left -> !left.isEmpty()).ifPresent(left -> {
            out.println();
            out.println("Not as in the compose file:");
            left.forEach(each -> out.println("  " + each.place() + ": " + each.what() + " " + each.why()));
            out.println();
        });
        if (image == null) {
            out.println("Change image.repository in " + file.file() + " to where your clusters pull from.");
        }
        if (!check) {
            out.println("Then: kube-release doctor, kube-release plan, kube-release run");
        }
    }

    private static void requireBoth(ProjectScan projectScan, Path directory) {
        List<String> missing = new ArrayList<>();
        if (projectScan.dockerfile().isEmpty()) {
            missing.add("no Dockerfile");
        }
        if (projectScan.chart().isEmpty()) {
            missing.add("no chart (a directory with a Chart.yaml; helm create chart makes one, init makes one of a"
                    + " compose file)");
        }
        if (!missing.isEmpty()) {
            throw refused(
                    "there is " + String.join(" and ", missing) + " in " + directory,
                    "add what is missing, or name the right directory with --directory");
        }
    }

    private static ReleaseException.Failed refused(String why, String advice) {
        return new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, "no release file was written: " + why)
                .suggesting(advice));
    }

    /** The files to write, in a directory that has none of them: all, or none where something is in the way. */
    private static final class FirstFiles {
        private final Path directory;
        private final Map<Path, String> texts = new LinkedHashMap<>();

        FirstFiles(Path directory) {
            this.directory = directory;
        }

        void add(Path file, String text) {
            texts.put(file, text);
        }

        /** @throws ReleaseException.Failed when one of them is there */
        void requireNone() {
            List<String> there = texts.keySet().stream()
                    .filter(path -> Files.exists(directory.resolve(path)))
                    .map(Path::toString)
                    .toList();
            if (!there.isEmpty()) {
                throw refused("there is already " + String.join(", ", there), "move it away first");
            }
        }

        void write() throws IOException {
            for (Map.Entry<Path, String> each : texts.entrySet()) {
                Path target = directory.resolve(each.getKey());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.writeString(target, each.getValue(), StandardOpenOption.CREATE_NEW);
            }
        }

        /** Their names; a chart's files are told by their directory. */
        List<String> told() {
            return texts.keySet().stream()
                    .map(path -> path.getNameCount() > 1 ? path.getName(0) + "/" : path.toString())
                    .distinct()
                    .toList();
        }
    }
}
