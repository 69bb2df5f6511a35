package io.kuberelease.cli.command;

import io.kuberelease.plan.PlanCompiler;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose a release file; for commands about the file rather than a release. */
final class FileOptions {
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

    Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    String file() {
        return file;
    }
}
