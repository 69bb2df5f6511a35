package io.kuberelease.cli.command;

import io.kuberelease.adapters.disk.Directories;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.terminal.DiffPrinter;
import io.kuberelease.cli.terminal.TerminalSinks;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.cli.wiring.SourceMemory;
import io.kuberelease.engine.Ports;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.promotion.PlannedDiffs;
import io.kuberelease.promotion.Promotions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The common part of the commands that bring an existing bundle to an environment: plan, diff, release. */
final class ExistingBundle {
    @Mixin
    private final FileOptions file = new FileOptions();

    @Mixin
    private final ReleaseOptions release = new ReleaseOptions();

    @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
    private boolean dryRun;

    /**
     * Shows what would change, and carries the release out unless {@code --dry-run} was given.
     *
     * @param wish makes the plan that the person asked for
     */
    int take(Program program, BiFunction<Promotions, AppDescription, ReleasePlan> wish) throws BadRequest, IOException {
        Path directory = program.directory(file.directory());
        AppDescription app = program.describe(directory, file.file());
        Path scratch = Files.createTempDirectory("kube-release-plan");
        ReleasePlan plan;
        try (PortsFactory factory = program.portsOf(directory, scratch)) {
            plan = wish.apply(factory.promotions(), app);
            if (dryRun) {
                show(program, plan, factory.ports());
                return ExitCode.DONE.number();
            }
        } finally {
            Directories.remove(scratch);
        }
        return carryOut(program, plan, directory);
    }

    private int carryOut(Program program, ReleasePlan plan, Path directory) {
        program.requireClusters(plan);
        Path state = program.releases().of(plan.app(), plan.release());
        try (PortsFactory factory = program.portsOf(directory, state)) {
            if (!release.json()) {
                show(program, plan, factory.ports());
            }
            return ExitCode.of(program.begin(
                            plan,
                            SourceMemory.Place.of(directory),
                            Optional.of(factory),
                            release.manner(),
                            opened -> {}))
                    .number();
        }
    }

    private static void show(Program program, ReleasePlan plan, Ports ports) {
        PrintStream out = program.processEnvironment().out();
        DiffPrinter printer = new DiffPrinter(
                TerminalSinks.palette(program.processEnvironment().environment()));
        new PlannedDiffs(
                        ports.bundles(),
                        ports.deployer(),
                        program.processEnvironment().clock())
                .of(plan)
                .forEach((environment, diff) -> {
                    out.println(environment + " with " + plan.app() + " " + plan.version() + ":");
                    out.println(printer.print(diff));
                    out.println();
                });
    }
}
