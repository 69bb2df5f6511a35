package io.kuberelease.cli.command;

import io.kuberelease.adapters.releasefile.ClusterPins;
import io.kuberelease.app.PlanParts;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.PopUpName;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-release pin}: pins each environment to the cluster that its context leads to now. */
@Command(
        name = "pin",
        description = {
            "Write each environment's cluster identity into the release file, as clusterId.",
            "From then on another cluster under the same name is refused. The rest of the file stays as it is."
        })
final class PinCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final FileOptions file = new FileOptions();

    PinCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = program.directory(file.directory());
        ReleasePlan plan = program.plan(directory, file.file(), Optional.empty(), List.of());
        List<EnvironmentSpec> environments = PlanParts.environments(plan).stream()
                .filter(environment -> !PopUpName.isOne(environment.target().cluster()))
                .toList();
        Map<EnvironmentName, String> ids = new LinkedHashMap<>();
        environments.forEach(environment -> ids.put(
                environment.name(),
                program.clusters().clusterId(environment.target().cluster())));
        Path path = directory.resolve(file.file());
        Map<EnvironmentName, String> toWrite = new LinkedHashMap<>(ids);
        environments.forEach(environment ->
                environment.target().clusterId().ifPresent(known -> toWrite.remove(environment.name(), known)));
        Files.writeString(path, ClusterPins.in(Files.readString(path), toWrite));
        environments.forEach(environment -> tell(environment, ids));
        return ExitCode.DONE.number();
    }

    private void tell(EnvironmentSpec environment, Map<EnvironmentName, String> ids) {
        PrintStream out = program.processEnvironment().out();
        String id = ids.getOrDefault(environment.name(), "");
        String what = environment
                .target()
                .clusterId()
                .map(before -> before.equals(id) ? "was pinned already" : "was pinned to " + before)
                .orElse("was not pinned");
        out.println(environment.name() + ": clusterId " + id + " (context "
                + environment.target().cluster() + ", " + what + ")");
    }
}
