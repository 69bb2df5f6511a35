package io.kuberelease.cli.command;

import io.kuberelease.app.actions.Approver;
import io.kuberelease.app.actions.PendingApproval;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.wiring.KnownRelease;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release approve}: approves or rejects what waits, and continues the release. */
@Command(
        name = "approve",
        description = "Approve what waits, and go on with the release; who you are is the cluster's answer.")
final class ApproveCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final WhichRelease which = new WhichRelease();

    @Mixin
    private final ReleaseOptions release = new ReleaseOptions();

    @Option(names = "--environment", paramLabel = "NAME", description = "Which, when more than one waits.")
    private @Nullable String environment;

    @Option(names = "--reject", description = "Say no: the release ends.")
    private boolean reject;

    @Option(names = "--comment", paramLabel = "TEXT", description = "What you have to say with it.")
    private @Nullable String comment;

    ApproveCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        KnownRelease known =
                which.find(program, state -> !PendingApproval.of(state).isEmpty());
        Optional<ReleaseEvent.Decided> left = program.approver()
                .decide(
                        known.state(),
                        new Approver.Answer(
                                Optional.ofNullable(environment).map(EnvironmentName::new),
                                !reject,
                                Optional.ofNullable(comment)));
        if (left.isPresent()) {
            return carryOn(known, left);
        }
        say((reject ? "Rejected" : "Approved") + ": release " + known.release());
        try {
            return carryOn(known, left);
        } catch (ReleaseException.Failed elsewhere) {
            if (elsewhere.reason().kind() != CauseKind.LOCKED) {
                throw elsewhere;
            }
            say(elsewhere.reason().summary());
            return ExitCode.DONE.number();
        }
    }

    private void say(String line) {
        program.processEnvironment().err().println(line);
    }

    private int carryOn(KnownRelease known, Optional<ReleaseEvent.Decided> left) {
        return ExitCode.of(program.carryOn(
                        known,
                        release.manner(),
                        run -> left.ifPresent(decided -> run.decide(decided.stage(), decided.approval()))))
                .number();
    }
}
