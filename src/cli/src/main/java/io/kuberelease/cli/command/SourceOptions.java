package io.kuberelease.cli.command;

import io.kuberelease.app.Certificates;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.plan.ReleasePlan;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose a source and how it is built; for commands that make a plan. */
final class SourceOptions {
    @Mixin
    private final FileOptions releaseFile = new FileOptions();

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "Release this version instead of the one that git tells.")
    private @Nullable String version;

    @Option(
            names = "--ca-bundle",
            paramLabel = "FILE",
            description =
                    "Your company's certificates, handed to the build as the secret ca-bundle; not part of the image.")
    private @Nullable Path caBundle;

    /** The directory of the release file, to which all its paths are relative. */
    Path root(Program program) {
        Path named = program.directory(releaseFile.directory()).resolve(releaseFile.file());
        return Optional.ofNullable(named.normalize().getParent()).orElse(named);
    }

    /** The release file's name in that directory. */
    String file() {
        return String.valueOf(Path.of(releaseFile.file()).getFileName());
    }

    Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** The plan, whose build is given the company's certificates if they are named. */
    ReleasePlan certified(ReleasePlan plan) {
        return Optional.ofNullable(caBundle)
                .map(bundle -> Certificates.given(plan, bundle.toAbsolutePath()))
                .orElse(plan);
    }
}
