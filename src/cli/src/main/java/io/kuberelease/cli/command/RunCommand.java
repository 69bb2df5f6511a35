package io.kuberelease.cli.command;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.app.ReleaseRunner.OpenRelease;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.page.BrowserOpener;
import io.kuberelease.cli.page.LocalPage;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.cli.wiring.SourceMemory;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.view.Details;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final ToOption to = new ToOption();

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
        ReleasePlan plan = source.certified(program.plan(directory, source.file(), source.version(), to.names()));
        return open ? watched(plan, directory) : begin(plan, directory, opened -> {});
    }

    private int begin(ReleasePlan plan, Path directory, Consumer<OpenRelease> first) {
        return ExitCode.of(program.begin(
                        plan, SourceMemory.Place.of(directory), Optional.empty(), release.manner(), first))
                .number();
    }

    /** Keeps the page open after the release until its visitor has seen the end, for a few seconds at most. */
    private int watched(ReleasePlan plan, Path directory) throws InterruptedException {
        JournalEntry first = new JournalEntry(0, program.now(), new ReleaseEvent.Planned(plan));
        Live live = new Live();
        ReleaseDirectory kept = new ReleaseDirectory(program.releases().of(plan.app(), plan.release()));
        try (LocalPage page =
                        LocalPage.of(() -> new HostedRelease(journal(kept.path(), first), live.details.get()), kept);
                BrowserOpener browser = new BrowserOpener(
                        program.processEnvironment().environment(),
                        program.processEnvironment().home())) {
            // Standard output may be read by a program.
            program.processEnvironment().err().println("Its page: " + page.address());
            // The release does not wait for a browser.
            browser.open(page.address(), Duration.ZERO)
                    .ifPresent(program.processEnvironment().err()::println);
            int code = begin(plan, directory, opened -> live.details = opened.details());
            page.awaitLastLook(LAST_LOOK_MILLIS);
            return code;
        }
    }

    /** The journal as far as it is written; the plan alone before that. */
    private List<JournalEntry> journal(Path kept, JournalEntry first) {
        List<JournalEntry> written = FileJournal.hasBegun(kept) ? FileJournal.read(kept, program.codec()) : List.of();
        return written.isEmpty() ? List.of(first) : written;
    }

    /** What the running stages tell beyond the journal, as soon as the release is open. */
    private static final class Live {
        private volatile Supplier<Details> details = () -> Details.NONE;
    }
}
