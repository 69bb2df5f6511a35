package io.kuberelease.cli.command;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.wiring.Program;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-release resume}: goes on with a release whose process has ended, however it ended. */
@Command(name = "resume", description = "Go on with a release where it was; what was under way is looked up first.")
final class ResumeCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final WhichRelease which = new WhichRelease();

    @Mixin
    private final ReleaseOptions release = new ReleaseOptions();

    ResumeCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        Path state = which.find(program);
        FileJournal journal = FileJournal.open(state, program.codec());
        String who = program.surroundings().user();
        return ExitCode.of(program.carryOn(journal, state, release.json(), release.mayAsk(), run -> run.resumedBy(who)))
                .number();
    }
}
