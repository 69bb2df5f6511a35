package io.kuberelease.cli.session;

import io.kuberelease.app.actions.Approver;
import io.kuberelease.app.actions.PendingApproval;
import io.kuberelease.cli.terminal.DiffPrinter;
import io.kuberelease.model.Approval;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.ReleaseException;
import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** Asks the person at the terminal: yes, no, or first the diff. */
public final class TerminalDecider implements Decider {
    private final Console console;
    private final Approver approver;
    private final DiffPrinter printer;

    public TerminalDecider(Console console, Approver approver, DiffPrinter printer) {
        this.console = console;
        this.approver = approver;
        this.printer = printer;
    }

    @Override
    public Optional<Approval> ask(PendingApproval pending) {
        EnvironmentDiff diff = pending.diff();
        while (true) {
            String answer = console.readLine(
                    "%nRelease %s %s to %s (%d changed)?  [y]es  [n]o  [d]iff  [l]ater: ",
                    pending.state().plan().app(),
                    pending.state().plan().version(),
                    pending.environment(),
                    diff.changes().size());
            String choice = answer == null ? "l" : answer.strip().toLowerCase(Locale.ROOT);
            switch (choice) {
                case "y", "yes" -> {
                    return decide(pending, true);
                }
                case "n", "no" -> {
                    return decide(pending, false);
                }
                case "l", "later" -> {
                    return Optional.empty();
                }
                case "d", "diff" -> console.writer().println(printer.print(diff));
                default -> console.printf("Please answer y, n, d or l.%n");
            }
        }
    }

    private Optional<Approval> decide(PendingApproval pending, boolean granted) {
        try {
            return Optional.of(approver.decide(pending, granted, Optional.empty())
                    .decided()
                    .approval());
        } catch (ReleaseException e) {
            console.printf("%s%n", e.reason().summary());
            e.reason().suggestion().ifPresent(advice -> console.printf("Perhaps you should %s.%n", advice));
            return Optional.empty();
        }
    }
}
