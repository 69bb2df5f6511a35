package io.kuberelease.cli.command;

import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.api.PlanData;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.terminal.PlanPrinter;
import io.kuberelease.cli.terminal.TerminalSinks;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.plan.ReleasePlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-release plan}: shows what a run would do. */
@Command(name = "plan", description = "Show what a run would do; touches nothing.")
final class PlanCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final SourceOptions source = new SourceOptions();

    @Mixin
    private final ToOption to = new ToOption();

    @Mixin
    private final FormOptions form = new FormOptions();

    PlanCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        ReleasePlan plan = program.plan(source.root(program), source.file(), source.version(), to.names());
        program.processEnvironment()
                .out()
                .println(
                        form.json()
                                ? new ApiCodec().writePretty(PlanData.of(plan))
                                : new PlanPrinter(TerminalSinks.palette(
                                                program.processEnvironment().environment()))
                                        .print(plan));
        return ExitCode.DONE.number();
    }
}
