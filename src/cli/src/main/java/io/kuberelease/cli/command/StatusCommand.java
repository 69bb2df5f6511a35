package io.kuberelease.cli.command;

import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.adapters.disk.Directories;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.api.ReleaseData;
import io.kuberelease.api.StatusData;
import io.kuberelease.api.StatusData.ReleaseSummaryData;
import io.kuberelease.app.PlanParts;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.terminal.PastRelease;
import io.kuberelease.cli.terminal.StatusPrinter;
import io.kuberelease.cli.terminal.TerminalSinks;
import io.kuberelease.cli.wiring.KnownRelease;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.cli.wiring.ReleaseFinder;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.AppName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.promotion.EnvironmentStatus;
import io.kuberelease.promotion.StatusReader;
import io.kuberelease.view.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release status}: shows each environment's bundle and health, and the last releases. */
@Command(
        name = "status",
        description = {
            "Show what is in each environment and whether it is healthy, and what became of the last releases.",
            "The environments' own clusters are asked: version, bundle, since when and by whom from their records; how",
            "it is now from the resources themselves and the check by HTTP (verify); who holds the lock or waits.",
            "The releases are those of all machines, with what waits for a person; one that has not come to an",
            "environment yet is known on its own machine alone."
        },
        footer = {
            "",
            "Examples:",
            "  kube-release status                   for a person",
            "  kube-release status --output json     for programs; the fields are in the guide",
            "",
            "Exit code 0 also when something is not healthy: status tells, it does not judge."
        })
final class StatusCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final FileOptions file = new FileOptions();

    @Mixin
    private final FormOptions form = new FormOptions();

    @Option(names = "--app", paramLabel = "APP", description = "The app. Default: the one of the release file.")
    private @Nullable String app;

    @Option(
            names = {"-n", "--last"},
            paramLabel = "NUMBER",
            defaultValue = "5",
            description = "How many releases to show. Default: ${DEFAULT-VALUE}.")
    private int last = 5;

    StatusCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = program.directory(file.directory());
        Optional<AppDescription> described =
                app == null ? Optional.of(program.describe(directory, file.file())) : Optional.empty();
        AppName name = described.map(AppDescription::app).orElseGet(() -> new AppName(String.valueOf(app)));
        List<PastRelease> releases =
                releases(name, described.map(AppDescription::environments).orElse(List.of()));
        List<EnvironmentStatus> environments = look(
                described
                        .map(StatusCommand::environments)
                        .or(() -> releases.stream()
                                .findFirst()
                                .map(past -> environments(past.state().plan())))
                        .orElse(Map.of()),
                directory);
        program.processEnvironment()
                .out()
                .println(form.json() ? json(name, environments, releases) : text(name, environments, releases));
        return ExitCode.DONE.number();
    }

    private String text(AppName name, List<EnvironmentStatus> environments, List<PastRelease> releases) {
        return new StatusPrinter(
                        TerminalSinks.palette(program.processEnvironment().environment()))
                .print(name, environments, releases, program.now());
    }

    private String json(AppName name, List<EnvironmentStatus> environments, List<PastRelease> releases) {
        List<ReleaseSummaryData> summaries = releases.stream()
                .map(past -> ReleaseSummaryData.of(
                        ReleaseData.of(past.entries(), Details.NONE),
                        past.state().plan().kind(),
                        past.underWay()))
                .toList();
        return new ApiCodec().writePretty(StatusData.of(name, program.now(), environments, summaries));
    }

    private static Map<EnvironmentSpec, Optional<VerifySpec>> environments(AppDescription app) {
        Map<EnvironmentSpec, Optional<VerifySpec>> environments = new LinkedHashMap<>();
        app.environments().forEach(environment -> environments.put(environment, app.checks(environment)));
        return environments;
    }

    private static Map<EnvironmentSpec, Optional<VerifySpec>> environments(ReleasePlan plan) {
        Map<EnvironmentSpec, Optional<VerifySpec>> environments = new LinkedHashMap<>();
        PlanParts.environments(plan)
                .forEach(environment -> environments.put(environment, PlanParts.checks(plan, environment)));
        return environments;
    }

    private List<EnvironmentStatus> look(Map<EnvironmentSpec, Optional<VerifySpec>> environments, Path directory)
            throws IOException {
        Path scratch = Files.createTempDirectory("kube-release-status");
        try (PortsFactory factory = program.portsOf(directory, scratch)) {
            return new StatusReader(
                            program.inClusters().histories(),
                            factory.deployer(),
                            factory.inClusters().tracker(),
                            factory.inClusters().probe(),
                            factory.inClusters().locks(),
                            program.processEnvironment().clock())
                    .of(environments);
        } finally {
            Directories.remove(scratch);
        }
    }

    private List<PastRelease> releases(AppName name, List<EnvironmentSpec> environments) {
        ReleaseFinder.Found found = program.finder().find(name, environments, last);
        found.broken().forEach(program.processEnvironment().err()::println);
        return found.releases().stream().map(this::past).toList();
    }

    private PastRelease past(KnownRelease known) {
        boolean underWay = known.state().result().isEmpty()
                && (FileJournal.isHeld(known.directory()) || isCarriedOn(known.state()));
        return new PastRelease(known.entries(), underWay);
    }

    /**
     * Whether a process on any machine runs the release, as far as its cluster can tell; false when that does not
     * answer.
     */
    private boolean isCarriedOn(ReleaseState state) {
        try {
            return state.journalAt()
                    .flatMap(place ->
                            program.journals().carrying(place, state.plan().release()))
                    .isPresent();
        } catch (ReleaseException unreachable) {
            return false;
        }
    }
}
