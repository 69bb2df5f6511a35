package io.kuberelease.cli.command;

import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.wiring.OutputOptions;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.cli.wiring.SourceMemory;
import io.kuberelease.plan.ReleasePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs releases that delete previews, one after the other: one that fails keeps no other from being deleted. */
final class PreviewRemovals {
    private PreviewRemovals() {}

    /** The exit code of the first that did not succeed, else that all is done. */
    static int run(List<ReleasePlan> plans, Path source, Program program, OutputOptions manner) {
        int code = ExitCode.DONE.number();
        for (ReleasePlan plan : plans) {
            int ended = ExitCode.of(
                            program.begin(plan, SourceMemory.Place.of(source), Optional.empty(), manner, opened -> {}))
                    .number();
            code = code == ExitCode.DONE.number() ? ended : code;
            if (ended == ExitCode.ABORTED.number()) {
                return ended;
            }
        }
        return code;
    }
}
