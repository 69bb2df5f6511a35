package io.kuberelease.cli.command;

import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.wiring.Program;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-release completion}: what a shell needs to complete command lines of this program. */
@Command(
        name = "completion",
        description = "Print what a shell needs to complete commands and options at the Tab key.",
        footer = {
            "",
            "Examples:",
            "  source <(kube-release completion bash)     now, or in ~/.bashrc for good",
            "  source <(kube-release completion zsh)      now, or in ~/.zshrc for good"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Program program;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private @Nullable Shell shell;

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(Program program) {
        this.program = program;
    }

    /** The shells that are known. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One script serves both shells: in zsh it turns on the completion of bash first. */
    @Override
    public Integer call() {
        CommandLine root = Objects.requireNonNull(spec).root().commandLine();
        PrintStream out = program.surroundings().out();
        out.println("# Completes kube-release in " + shell + ".");
        out.print(AutoComplete.bash(root.getCommandName(), root));
        out.flush();
        return ExitCode.DONE.number();
    }
}
