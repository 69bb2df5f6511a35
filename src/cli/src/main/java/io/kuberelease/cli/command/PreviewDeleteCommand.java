package io.kuberelease.cli.command;

import io.kuberelease.app.preview.AppPreviews;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.model.LivePreview;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kube-release preview delete}: removes previews with all that is in them. */
@Command(
        name = "delete",
        description = {
            "Delete previews with all that is in them, and wait until nothing is left. What keeps one is named.",
            "A namespace that is no preview of this app is never deleted."
        })
final class PreviewDeleteCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final PreviewOptions options = new PreviewOptions();

    @Mixin
    private final ReleaseOptions release = new ReleaseOptions();

    @Parameters(
            paramLabel = "BRANCH",
            arity = "0..*",
            description = "The branches; the one that is checked out by default.")
    private List<String> branches = List.of();

    PreviewDeleteCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        AppPreviews previews = options.previews(program);
        List<String> named =
                branches.isEmpty() ? List.of(options.branch(Optional.empty(), program)) : List.copyOf(branches);
        // All are looked up before the first is deleted.
        List<LivePreview> found = new ArrayList<>();
        named.stream().distinct().forEach(branch -> found.add(previews.of(branch)));
        String who = program.processEnvironment().user();
        return PreviewRemovals.run(
                found.stream().map(preview -> previews.removal(preview, who)).toList(),
                options.directory(program),
                program,
                release.manner());
    }
}
