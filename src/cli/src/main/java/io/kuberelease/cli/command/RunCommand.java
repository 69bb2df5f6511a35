package io.kuberelease.cli.command;

import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.wiring.Certificates;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.plan.ReleasePlan;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-release run}: a whole release, from the source in the directory to its environments. */
@Command(
        name = "run",
        description = "Build, test, bundle and deploy what is in the directory.",
        footer = {
            "",
            "Examples:",
            "  kube-release run                   everything that kube-release.yaml says",
            "  kube-release run --to staging      no further than staging",
            "  kube-release run --output json     one event a line, for machines"
        })
final class RunCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final SourceOptions source = new SourceOptions();

    @Mixin
    private final ReleaseOptions release = new ReleaseOptions();

    RunCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        program.prepareClusters();
        Path directory = source.root(program);
        ReleasePlan found = program.plan(directory, source.file(), source.version(), source.to());
        ReleasePlan plan = source.caBundle()
                .map(bundle -> Certificates.given(found, bundle))
                .orElse(found);
        return ExitCode.of(program.begin(plan, directory, Optional.empty(), release.manner()))
                .number();
    }
}
