package io.kuberelease.cli.command;

import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.api.PreviewsData;
import io.kuberelease.app.preview.AppPreviews;
import io.kuberelease.app.preview.PreviewEntry;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.terminal.PreviewsPrinter;
import io.kuberelease.cli.terminal.TerminalSinks;
import io.kuberelease.cli.wiring.Program;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-release preview list}: shows the app's previews. */
@Command(
        name = "list",
        description = {
            "Show the app's previews: branch, address, version, by whom, since when, until when, how many pods are",
            "ready, and what they ask for. The cluster is asked, so it is the same from every machine."
        })
final class PreviewListCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final PreviewOptions options = new PreviewOptions();

    @Mixin
    private final FormOptions form = new FormOptions();

    PreviewListCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        AppPreviews previews = options.previews(program);
        List<PreviewEntry> entries = previews.list();
        Instant now = program.now();
        program.processEnvironment()
                .out()
                .println(form.json() ? json(previews, entries, now) : text(previews, entries, now));
        options.strays(program).forEach(program.processEnvironment().err()::println);
        boolean all = entries.stream().allMatch(entry -> entry.problem().isEmpty());
        return (all ? ExitCode.DONE : ExitCode.ERRORED).number();
    }

    private static String json(AppPreviews previews, List<PreviewEntry> entries, Instant now) {
        return new ApiCodec().writePretty(previews.data(entries, now));
    }

    private String text(AppPreviews previews, List<PreviewEntry> entries, Instant now) {
        PreviewsData data = previews.data(entries, now);
        return new PreviewsPrinter(
                        TerminalSinks.palette(program.processEnvironment().environment()))
                .print(data, now);
    }
}
