package io.kuberelease.cli.command;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.page.BrowserOpener;
import io.kuberelease.cli.page.LocalPage;
import io.kuberelease.cli.wiring.KnownRelease;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.view.Details;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-release open}: shows the page of a release in the browser. */
@Command(
        name = "open",
        description = {
            "Show the page of a release in the browser, live while it runs, also when another process runs it.",
            "It is served on this machine alone and can be looked at, no more. The address that is printed lets one",
            "browser in, once; Ctrl-C ends it."
        },
        footer = {
            "",
            "Examples:",
            "  kube-release open                  the last release",
            "  kube-release open 261121-122407-2af94bf",
            "  kube-release run --open            release, and watch it in the browser"
        })
final class OpenCommand implements Callable<Integer> {
    private static final Duration BROWSER_STARTS_WITHIN = Duration.ofSeconds(10);

    private final Program program;

    @Mixin
    private final WhichRelease which = new WhichRelease();

    OpenCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        KnownRelease known = which.findNewest(program);
        try (LocalPage page = LocalPage.of(
                        () -> new HostedRelease(journal(known), Details.NONE),
                        new ReleaseDirectory(known.directory()));
                BrowserOpener browser = new BrowserOpener(
                        program.processEnvironment().environment(),
                        program.processEnvironment().home())) {
            program.processEnvironment().out().println("The page of " + known.release() + ": " + page.address());
            browser.open(page.address(), BROWSER_STARTS_WITHIN)
                    .ifPresent(program.processEnvironment().err()::println);
            // Serves the page until Ctrl-C.
            new CountDownLatch(1).await();
        }
        return ExitCode.DONE.number();
    }

    /**
     * As this machine has it while a process here writes it, and once it is over; else as the clusters have it too, since
     * another machine may carry on what was begun here.
     */
    private List<JournalEntry> journal(KnownRelease known) {
        if (FileJournal.hasBegun(known.directory())) {
            List<JournalEntry> here = FileJournal.read(known.directory(), program.codec());
            boolean over = !here.isEmpty() && ReleaseState.of(here).result().isPresent();
            if (over || FileJournal.isHeld(known.directory())) {
                return here.size() >= known.entries().size() ? here : known.entries();
            }
        }
        try {
            return which.findNamed(program, known.release()).entries();
        } catch (BadRequest gone) {
            return known.entries();
        }
    }
}
