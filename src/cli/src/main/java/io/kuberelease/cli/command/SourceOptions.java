package io.kuberelease.cli.command;

import io.kuberelease.cli.wiring.Program;
import io.kuberelease.plan.PlanCompiler;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose a source and the part of it to release; for commands that make a plan. */
final class SourceOptions {
    @Option(
            names = {"-C", "--directory"},
            paramLabel = "DIR",
            description = "The directory of the release file; the present one by default.")
    private @Nullable Path directory;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            defaultValue = PlanCompiler.USUAL_FILE,
            description = "The release file, relative to the directory. Default: ${DEFAULT-VALUE}.")
    private String file = PlanCompiler.USUAL_FILE;

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "Release this version instead of the one that git tells.")
    private @Nullable String version;

    @Option(
            names = "--to",
            paramLabel = "ENVIRONMENT",
            split = ",",
            description = "Go no further than these environments and those before them. Default: all.")
    private List<String> to = List.of();

    @Option(
            names = "--ca-bundle",
            paramLabel = "FILE",
            description =
                    "Your company's certificates, handed to the build as the secret ca-bundle; not part of the image.")
    private @Nullable Path caBundle;

    /** The directory of the release file, to which all its paths are relative. */
    Path root(Program program) {
        Path named = program.directory(Optional.ofNullable(directory)).resolve(file);
        return Optional.ofNullable(named.normalize().getParent()).orElse(named);
    }

    /** The release file's name in that directory. */
    String file() {
        return String.valueOf(Path.of(file).getFileName());
    }

    Optional<String> version() {
        return Optional.ofNullable(version);
    }

    List<String> to() {
        return to;
    }

    Optional<Path> caBundle() {
        return Optional.ofNullable(caBundle).map(Path::toAbsolutePath);
    }
}
