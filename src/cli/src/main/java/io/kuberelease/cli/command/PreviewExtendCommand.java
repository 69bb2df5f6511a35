package io.kuberelease.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.plan.PreviewRules;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kube-release preview extend}: lets a preview live longer. */
@Command(name = "extend", description = "Let a branch's preview live longer; never shorter than it would anyhow.")
final class PreviewExtendCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final PreviewOptions options = new PreviewOptions();

    @Mixin
    private final FormOptions form = new FormOptions();

    @Parameters(
            paramLabel = "BRANCH",
            arity = "0..1",
            description = "The branch; the one that is checked out by default.")
    private @Nullable String branch;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description =
                    "How long from now on, for example 2d; at most 30d. Default: preview.for in the release file.")
    private @Nullable String time;

    PreviewExtendCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        String named = options.branch(Optional.ofNullable(branch), program);
        Instant until = options.previews(program)
                .extend(named, Optional.ofNullable(time).map(PreviewRules::lifetime));
        program.processEnvironment()
                .out()
                .println(
                        form.json()
                                ? JsonNodeFactory.instance
                                        .objectNode()
                                        .put("preview", named)
                                        .put("until", until.toString())
                                : "the preview of " + named + " lives until " + until);
        return ExitCode.DONE.number();
    }
}
