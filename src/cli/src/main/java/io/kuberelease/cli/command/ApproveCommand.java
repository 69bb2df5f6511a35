package io.kuberelease.cli.command;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.session.Approver;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release approve}: says yes or no to what waits, and goes on with the release. */
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
        Path directory = which.find(program);
        FileJournal journal = FileJournal.open(directory, program.codec());
        ReleaseState state = ReleaseState.of(journal.entries());
        StageState stage = waiting(state);
        Approval approval = program.approver().decide(state, stage, !reject, Optional.ofNullable(comment));
        return ExitCode.of(program.carryOn(
                        journal,
                        directory,
                        release.json(),
                        release.mayAsk(),
                        run -> run.decide(stage.stage().id(), approval)))
                .number();
    }

    private StageState waiting(ReleaseState state) {
        List<StageState> waiting = Approver.waiting(state).stream()
                .filter(stage ->
                        environment == null || stage.stage().id().group().equals(environment))
                .toList();
        if (waiting.size() == 1) {
            return waiting.get(0);
        }
        String release = "release " + state.plan().release();
        if (waiting.isEmpty()) {
            throw refused(release + " does not wait for an approval", "look at kube-release status");
        }
        String names = waiting.stream().map(stage -> stage.stage().id().group()).collect(Collectors.joining(", "));
        throw refused(release + " waits in " + names, "say which with --environment");
    }

    private static ReleaseException.Failed refused(String why, String advice) {
        return new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, why).suggesting(advice));
    }
}
