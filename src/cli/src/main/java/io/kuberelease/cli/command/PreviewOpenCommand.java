package io.kuberelease.cli.command;

import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.page.BrowserOpener;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.ReleaseException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kube-release preview open}: shows a preview in the browser. */
@Command(name = "open", description = "Print the address of a branch's preview, and show it in the browser.")
final class PreviewOpenCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final PreviewOptions options = new PreviewOptions();

    @Parameters(
            paramLabel = "BRANCH",
            arity = "0..1",
            description = "The branch; the one that is checked out by default.")
    private @Nullable String branch;

    PreviewOpenCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        LivePreview preview = options.previews(program).of(options.branch(Optional.ofNullable(branch), program));
        URI address = preview.address()
                .orElseThrow(() -> new ReleaseException.Failed(Cause.of(
                        CauseKind.BAD_INPUT, "namespace " + preview.namespace() + " does not say its address")));
        program.processEnvironment().out().println(address);
        try (BrowserOpener browser = new BrowserOpener(
                program.processEnvironment().environment(),
                program.processEnvironment().home())) {
            browser.openPublic(address);
        }
        return ExitCode.DONE.number();
    }
}
