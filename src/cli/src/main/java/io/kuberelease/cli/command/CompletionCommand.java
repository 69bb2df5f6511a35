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

/** {@code kube-release completion}: prints the script with which a shell completes command lines of this program. */
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
    /** Added to the generated script: completes the names of environments from the release file. */
    private static final String ENVIRONMENTS = """

            # The environments that the release file at hand names.
            function _kube_release_environments() {
              local directory=. file=kube-release.yaml i
              for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in
                  -C | --directory) directory=${COMP_WORDS[i + 1]} ;;
                  -f | --file) file=${COMP_WORDS[i + 1]} ;;
                esac
              done
              [ -r "$directory/$file" ] || return 0
              awk '
                /^environments:/ { inside = 1; next }
                inside && /^[^ #]/ { exit }
                inside && /^ +["A-Za-z0-9-]+:/ {
                  match($0, /[^ ]/)
                  if (!indent) indent = RSTART
                  if (RSTART == indent) { name = $1; sub(/:.*/, "", name); gsub(/"/, "", name); print name }
                }' "$directory/$file"
            }

            function _kube_release_words() {
              local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
              [ "$word" = "=" ] && word=
              [ "$before" = "=" ] && before=${COMP_WORDS[COMP_CWORD - 2]}
              case $before in
                --to | --from | -e | --environment)
                  COMPREPLY=($(compgen -W "$(_kube_release_environments)" -- "$word"))
                  [ ${#COMPREPLY[@]} -eq 0 ] || return 0
                  ;;
              esac
              _complete_kube-release "$@"
            }

            complete -F _kube_release_words -o default kube-release kube-release.sh kube-release.bash
            """;

    private final Program program;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private @Nullable Shell shell;

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(Program program) {
        this.program = program;
    }

    /** The supported shells. */
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
        PrintStream out = program.processEnvironment().out();
        out.println("# Completes kube-release in " + shell + ".");
        out.print(AutoComplete.bash(root.getCommandName(), root));
        out.print(ENVIRONMENTS);
        out.flush();
        return ExitCode.DONE.number();
    }
}
