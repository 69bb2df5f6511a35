package io.kuberelease.cli.command;

import io.kuberelease.cli.wiring.Program;
import io.kuberelease.request.PromotionRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release promote}: deploys a bundle that was released already to another environment. */
@Command(
        name = "promote",
        description = {
            "Take a bundle that was released already to another environment: the same image, chart and values,",
            "by digest. Nothing is built or tested again. What would change is shown first; then the environment's",
            "own stages run as in a release: approval, lock, deployment, verification, record.",
            "No source is needed, only the release file."
        },
        footer = {
            "",
            "Examples:",
            "  kube-release promote --to production                    what is in the environment before it",
            "  kube-release promote --to production --version 1.4.0    an earlier version",
            "  kube-release promote --to production --dry-run          only show what would change",
            "",
            "A bundle goes only where it was good in the environments that come before (after, in the release file).",
            "See what there is: kube-release history. Go back: kube-release rollback."
        })
final class PromoteCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final ExistingBundle existing = new ExistingBundle();

    @Option(
            names = "--from",
            paramLabel = "ENVIRONMENT",
            description = "Take what is there. Default: the environment that comes before.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "ENVIRONMENT",
            split = ",",
            required = true,
            description = "Where to; several, divided by commas, are reached in the release file's order.")
    private List<String> to = List.of();

    @ArgGroup
    private final Which which = new Which();

    /** Options for another bundle than the present one. */
    private static final class Which {
        @Option(names = "--version", paramLabel = "VERSION", description = "Take the bundle of this version.")
        private @Nullable String version;

        @Option(
                names = "--bundle",
                paramLabel = "sha256:…",
                description = "Take this bundle; the beginning of its digest will do.")
        private @Nullable String bundle;

        private Optional<String> name() {
            return Optional.ofNullable(bundle).or(() -> Optional.ofNullable(version));
        }
    }

    PromoteCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        PromotionRequest request = new PromotionRequest(
                Optional.ofNullable(from),
                to,
                which.name(),
                program.processEnvironment().user());
        return existing.take(program, (promotions, app) -> promotions.promote(app, request));
    }
}
