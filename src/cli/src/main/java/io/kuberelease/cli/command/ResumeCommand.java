package io.kuberelease.cli.command;

import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.wiring.KnownRelease;
import io.kuberelease.cli.wiring.Program;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-release resume}: continues a release whose process has ended, for whatever reason. */
@Command(
        name = "resume",
        description = {
            "Go on with a release where it was; what was under way is looked up first.",
            "Also with one that another machine began, once it has come to an environment and that machine is gone."
        })
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
        KnownRelease known = which.find(program, state -> true);
        return ExitCode.of(program.carryOn(known, release.manner(), run -> {})).number();
    }
}
