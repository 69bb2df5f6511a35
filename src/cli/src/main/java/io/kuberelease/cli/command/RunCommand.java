package io.kuberelease.cli.command;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.app.Certificates;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.page.BrowserOpener;
import io.kuberelease.cli.page.LocalPage;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.plan.ReleasePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release run}: runs a whole release, from the source in the directory to its environments. */
@Command(
        name = "run",
        description = "Build, test, bundle and deploy what is in the directory.",
        footer = {
            "",
            "Examples:",
            "  kube-release run                   everything that kube-release.yaml says",
            "  kube-release run --to staging      no further than staging",
            "  kube-release run --open            with its page in the browser",
            "  kube-release run --output json     one event a line, for machines"
        })
final class RunCommand implements Callable<Integer> {
    /** Enough for two refreshes of the page. */
    private static final long LAST_LOOK_MILLIS = 4000;

    private final Program program;

    @Mixin
    private final SourceOptions source = new SourceOptions();

    @Mixin
    private final ReleaseOptions release = new ReleaseOptions();

    @Option(names = "--open", description = "Show its page in the browser meanwhile, as open does.")
    private boolean open;

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
        return open ? watched(plan, directory) : begin(plan, directory);
    }

    private int begin(ReleasePlan plan, Path directory) {
        return ExitCode.of(program.begin(plan, directory, Optional.empty(), release.manner()))
                .number();
    }

    /** Keeps the page open after the release until its visitor has seen the end, for a few seconds at most. */
    private int watched(ReleasePlan plan, Path directory) throws InterruptedException {
        JournalEntry first = new JournalEntry(0, program.now(), new ReleaseEvent.Planned(plan));
        try (LocalPage page = LocalPage.of(() -> journal(plan, first));
                BrowserOpener browser = new BrowserOpener(program.surroundings().environment())) {
            // Standard output may be read by a program.
            program.surroundings().err().println("Its page: " + page.address());
            browser.open(page.address());
            int code = begin(plan, directory);
            page.awaitLastLook(LAST_LOOK_MILLIS);
            return code;
        }
    }

    /** The journal as far as it is written; the plan alone before that. */
    private List<JournalEntry> journal(ReleasePlan plan, JournalEntry first) {
        Path kept = program.releases().of(plan.app(), plan.release());
        List<JournalEntry> written = FileJournal.hasBegun(kept) ? FileJournal.read(kept, program.codec()) : List.of();
        return written.isEmpty() ? List.of(first) : written;
    }
}
