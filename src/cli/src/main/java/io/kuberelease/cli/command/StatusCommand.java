package io.kuberelease.cli.command;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.terminal.Inhabitant;
import io.kuberelease.cli.terminal.PastRelease;
import io.kuberelease.cli.terminal.StatusPrinter;
import io.kuberelease.cli.terminal.TerminalSinks;
import io.kuberelease.cli.wiring.PlanFinder.BadRequest;
import io.kuberelease.cli.wiring.PlanParts;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.AppName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release status}: what is where, what became of the last releases, and what waits. */
@Command(
        name = "status",
        description = {
            "Show what is in each environment, and what became of the last releases.",
            "The environments' own clusters are asked; the releases are those of this machine, with what waits."
        })
final class StatusCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final FileOptions file = new FileOptions();

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
        Optional<ReleasePlan> plan = app == null ? Optional.of(planOfFile()) : Optional.empty();
        AppName name = plan.map(ReleasePlan::app).orElseGet(() -> new AppName(String.valueOf(app)));
        List<PastRelease> releases = releases(name);
        Optional<ReleasePlan> known =
                plan.or(() -> releases.stream().map(past -> past.state().plan()).findFirst());
        List<Inhabitant> environments = known.map(this::inhabitants).orElse(List.of());
        StatusPrinter printer =
                new StatusPrinter(TerminalSinks.palette(program.surroundings().environment()));
        program.surroundings().out().println(printer.print(name, environments, releases));
        return ExitCode.DONE.number();
    }

    private ReleasePlan planOfFile() throws BadRequest {
        return program.plans().find(program.directory(file.directory()), file.file(), Optional.empty(), List.of());
    }

    private List<PastRelease> releases(AppName name) {
        return program.releases().releases(name).stream()
                .limit(last)
                .flatMap(id -> past(name, id).stream())
                .toList();
    }

    private Optional<PastRelease> past(AppName name, ReleaseId id) {
        Path directory = program.releases().of(name, id);
        List<JournalEntry> entries = FileJournal.read(directory, program.codec());
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        ReleaseState state = ReleaseState.of(entries);
        boolean underWay = state.result().isEmpty() && isHeld(directory);
        return Optional.of(
                new PastRelease(state, entries.get(entries.size() - 1).at(), underWay));
    }

    /** Whether another process holds the journal: whoever may not write it is not alone. */
    private boolean isHeld(Path directory) {
        try {
            FileJournal.open(directory, program.codec()).close();
            return false;
        } catch (ReleaseException held) {
            return true;
        }
    }

    /** Asked side by side, so that a cluster that is gone delays the others by nothing. */
    private List<Inhabitant> inhabitants(ReleasePlan plan) {
        List<CompletableFuture<Inhabitant>> asked = PlanParts.environments(plan).stream()
                .map(environment -> CompletableFuture.supplyAsync(() -> inhabitant(environment), program.workers()))
                .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private Inhabitant inhabitant(EnvironmentSpec environment) {
        try {
            return new Inhabitant(
                    environment.name(),
                    program.records().history(environment).stream().findFirst(),
                    Optional.empty());
        } catch (ReleaseException problem) {
            return new Inhabitant(
                    environment.name(),
                    Optional.empty(),
                    Optional.of(problem.reason().summary()));
        }
    }
}
