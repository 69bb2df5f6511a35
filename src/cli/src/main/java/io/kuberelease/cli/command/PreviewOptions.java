package io.kuberelease.cli.command;

import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.app.preview.AppPreviews;
import io.kuberelease.app.preview.StrayPreviews;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.AppDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose an app's previews; for commands about those that are there. */
final class PreviewOptions {
    @Mixin
    private final FileOptions file = new FileOptions();

    @Option(
            names = "--cluster",
            paramLabel = "CONTEXT",
            description = "Those that were made when preview.cluster was this one.")
    private @Nullable String cluster;

    @Option(names = "--app", paramLabel = "NAME", description = "Those that were made when the app was called so.")
    private @Nullable String app;

    /** The app's previews. */
    AppPreviews previews(Program program) throws Exception {
        return AppPreviews.of(
                described(program),
                Optional.ofNullable(cluster),
                Optional.ofNullable(app).map(AppName::new),
                program.inClusters());
    }

    /** What is to be said of those that nobody would find; nothing where others than the release file's are asked for. */
    List<String> strays(Program program) throws Exception {
        return cluster == null && app == null
                ? StrayPreviews.of(described(program), program.inClusters()).lines()
                : List.of();
    }

    private AppDescription described(Program program) throws Exception {
        return program.describe(directory(program), file.file());
    }

    /** The directory of the release file. */
    Path directory(Program program) {
        return program.directory(file.directory());
    }

    /** The branch that is named, else the one that is checked out. */
    String branch(Optional<String> named, Program program) {
        return named.orElseGet(() -> {
            String known = new GitSource(program.processEnvironment().environment())
                    .revision(directory(program))
                    .branch();
            if (known.equals(GitSource.NO_BRANCH_CHECKED_OUT) || known.startsWith(":")) {
                throw new ReleaseException.Failed(
                        Cause.of(CauseKind.BAD_INPUT, "no branch is checked out in " + directory(program))
                                .suggesting("name one; kube-release preview list shows them"));
            }
            return known;
        });
    }
}
