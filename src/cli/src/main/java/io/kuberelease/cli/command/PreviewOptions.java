package io.kuberelease.cli.command;

import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.app.preview.AppPreviews;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** The options that choose an app's previews; for commands about those that are there. */
final class PreviewOptions {
    @Mixin
    private final FileOptions file = new FileOptions();

    /** The app's previews. */
    AppPreviews previews(Program program) throws Exception {
        return AppPreviews.of(program.describe(directory(program), file.file()), program.inClusters());
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
