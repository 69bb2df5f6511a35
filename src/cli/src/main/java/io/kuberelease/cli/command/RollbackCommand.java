package io.kuberelease.cli.command;

import io.kuberelease.cli.wiring.Program;
import io.kuberelease.request.RollbackRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release rollback}: rolls an environment back to a bundle that was good there. */
@Command(
        name = "rollback",
        description = {
            "Take an environment back to an earlier bundle: the image, chart and values that were good there.",
            "It is an upgrade to that bundle, not helm rollback: what would change is shown first, and approval, lock,",
            "verification and record are as in a release. Databases are not taken back.",
            "No source is needed, only the release file."
        },
        footer = {
            "",
            "Examples:",
            "  kube-release rollback --environment production              to the last good bundle before the present one",
            "  kube-release rollback --environment production --to 1.3.0   to that version",
            "  kube-release rollback --environment production --dry-run    only show what would change",
            "",
            "Done twice it goes further back, not again to what was just left.",
            "See what there was: kube-release history --environment production"
        })
final class RollbackCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final ExistingBundle existing = new ExistingBundle();

    @Option(
            names = {"-e", "--environment"},
            paramLabel = "ENVIRONMENT",
            required = true,
            description = "Which environment goes back.")
    private String environment = "";

    @Option(
            names = "--to",
            paramLabel = "BUNDLE",
            description = {
                "A version, or a bundle's digest or the beginning of one.",
                "Default: the last good bundle before the present one."
            })
    private @Nullable String to;

    RollbackCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        RollbackRequest request = new RollbackRequest(
                environment,
                Optional.ofNullable(to),
                program.processEnvironment().user());
        return existing.take(program, (promotions, app) -> promotions.rollback(app, request));
    }
}
