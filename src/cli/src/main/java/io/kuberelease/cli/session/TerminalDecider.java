package io.kuberelease.cli.session;

import io.kuberelease.cli.terminal.DiffPrinter;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentName;
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
    public Optional<Approval> ask(ReleaseState state, StageState stage) {
        EnvironmentName environment = stage.stage().id().environment().orElseThrow();
        EnvironmentDiff diff =
                state.output(environment, Compared.class).orElseThrow().diff();
        while (true) {
            String answer = console.readLine(
                    "%nRelease %s %s to %s (%d changed)?  [y]es  [n]o  [d]iff  [l]ater: ",
                    state.plan().app(),
                    state.plan().version(),
                    environment,
                    diff.changes().size());
            String choice = answer == null ? "l" : answer.strip().toLowerCase(Locale.ROOT);
            switch (choice) {
                case "y", "yes" -> {
                    return decide(state, stage, true);
                }
                case "n", "no" -> {
                    return decide(state, stage, false);
                }
                case "l", "later" -> {
                    return Optional.empty();
                }
                case "d", "diff" -> console.writer().println(printer.print(diff));
                default -> console.printf("Please answer y, n, d or l.%n");
            }
        }
    }

    private Optional<Approval> decide(ReleaseState state, StageState stage, boolean granted) {
        try {
            return Optional.of(
                    approver.decide(state, stage, granted, Optional.empty()).approval());
        } catch (ReleaseException e) {
            console.printf("%s%n", e.reason().summary());
            e.reason().suggestion().ifPresent(advice -> console.printf("Perhaps you should %s.%n", advice));
            return Optional.empty();
        }
    }
}
