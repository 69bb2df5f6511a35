package io.kuberelease.cli.command;

import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.session.Preview;
import io.kuberelease.cli.terminal.DiffPrinter;
import io.kuberelease.cli.terminal.TerminalSinks;
import io.kuberelease.cli.wiring.Certificates;
import io.kuberelease.cli.wiring.HeldArtifacts;
import io.kuberelease.cli.wiring.PortsFactory;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.plan.ReleasePlan;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-release diff}: what a run would change in each environment. */
@Command(
        name = "diff",
        description = {
            "Show what a run would change in each environment, against Helm's last revision there.",
            "The image is built, so that its digest is the true one; nothing is deployed, tagged or tested."
        })
final class DiffCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final SourceOptions source = new SourceOptions();

    DiffCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = source.root(program);
        ReleasePlan found = program.plans().find(directory, source.file(), source.version(), source.to());
        ReleasePlan plan = source.caBundle()
                .map(bundle -> Certificates.given(found, bundle))
                .orElse(found);
        Path scratch = Files.createTempDirectory("kube-release-diff");
        try (PortsFactory factory = program.portsOf(directory, scratch)) {
            Preview preview = new Preview(factory.ports(), factory.bundlesIn(new HeldArtifacts()));
            print(preview.of(plan, program.now()));
        } finally {
            Scratch.remove(scratch);
        }
        return ExitCode.DONE.number();
    }

    private void print(Map<EnvironmentName, EnvironmentDiff> diffs) {
        PrintStream out = program.surroundings().out();
        DiffPrinter printer =
                new DiffPrinter(TerminalSinks.palette(program.surroundings().environment()));
        diffs.forEach((environment, diff) -> {
            out.println(environment + (diff.unchanged() ? ": unchanged" : ":"));
            out.println(printer.print(diff));
        });
    }
}
