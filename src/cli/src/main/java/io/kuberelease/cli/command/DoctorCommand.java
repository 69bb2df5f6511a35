package io.kuberelease.cli.command;

import io.kuberelease.adapters.disk.Directories;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.checkup.Checkup;
import io.kuberelease.cli.wiring.CheckList;
import io.kuberelease.cli.wiring.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-release doctor}: shows what this machine lacks, and how to get it. */
@Command(
        name = "doctor",
        description = {
            "Look whether all is there that a release needs, and say how to get what is not.",
            "With a release file in the directory: its registry, its clusters, and what you may do there.",
            "Without one: every context of your kubeconfig. Changes nothing; exit code 0 when all is well, else 1."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final FileOptions file = new FileOptions();

    DoctorCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = program.directory(file.directory());
        Path scratch = Files.createTempDirectory("kube-release-doctor");
        try (PortsFactory factory = program.portsOf(directory, scratch)) {
            CheckList checks = new CheckList(program, factory);
            boolean good = new Checkup(checks.of(directory, file.file()), program.workers())
                    .report(program.processEnvironment().out());
            return (good ? ExitCode.DONE : ExitCode.FAILED).number();
        } finally {
            Directories.remove(scratch);
        }
    }
}
