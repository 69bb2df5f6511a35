package io.kuberelease.cli.command;

import io.kuberelease.cli.wiring.Program;
import io.kuberelease.plan.ReleasePlan;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-release preview reap}: removes the previews whose time is over. */
@Command(
        name = "reap",
        description = {
            "Delete the previews whose time is over, unless somebody extends them or releases to them meanwhile.",
            "Run it each hour or so, from anywhere: two at once do no harm."
        })
final class PreviewReapCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final PreviewOptions options = new PreviewOptions();

    @Mixin
    private final ReleaseOptions release = new ReleaseOptions();

    PreviewReapCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        List<ReleasePlan> plans =
                options.previews(program).overdue(program.processEnvironment().user());
        if (plans.isEmpty() && !release.json()) {
            program.processEnvironment().out().println("no preview's time is over");
        }
        return PreviewRemovals.run(plans, options.directory(program), program, release.manner());
    }
}
