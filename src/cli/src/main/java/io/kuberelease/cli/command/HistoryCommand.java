package io.kuberelease.cli.command;

import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.api.HistoryData;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.terminal.HistoryPrinter;
import io.kuberelease.cli.terminal.TerminalSinks;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.promotion.Histories.History;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release history}: shows the bundles that were in each environment. */
@Command(
        name = "history",
        description = {
            "Show what was in each environment, the newest first: version, bundle, when, by whom, how it ended and",
            "how long it took. The environments' own clusters are asked, so it is the same from every machine."
        },
        footer = {
            "",
            "Exit code 3 when an environment's cluster can't be asked; the others are shown all the same.",
            "Kept in the environment's namespace: the last 100, for a year; the last three",
            "good bundles whatever their age."
        })
final class HistoryCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final FileOptions file = new FileOptions();

    @Mixin
    private final FormOptions form = new FormOptions();

    @Option(
            names = {"-e", "--environment"},
            paramLabel = "ENVIRONMENT",
            description = "Only this environment. Default: all.")
    private @Nullable String environment;

    @Option(
            names = {"-n", "--last"},
            paramLabel = "NUMBER",
            defaultValue = "10",
            description = "How many of each environment. Default: ${DEFAULT-VALUE}.")
    private int last = 10;

    HistoryCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        AppDescription app = program.describe(program.directory(file.directory()), file.file());
        List<EnvironmentSpec> environments =
                environment == null ? app.environments() : List.of(app.environment(environment));
        Collection<History> histories =
                program.inClusters().histories().of(environments).values();
        program.processEnvironment().out().println(form.json() ? json(app, histories) : text(histories));
        boolean all = histories.stream().allMatch(history -> history.problem().isEmpty());
        return (all ? ExitCode.DONE : ExitCode.ERRORED).number();
    }

    private String json(AppDescription app, Collection<History> histories) {
        return new ApiCodec().writePretty(HistoryData.of(app.app(), histories, last));
    }

    private String text(Collection<History> histories) {
        return new HistoryPrinter(
                        TerminalSinks.palette(program.processEnvironment().environment()))
                .print(histories, last);
    }
}
