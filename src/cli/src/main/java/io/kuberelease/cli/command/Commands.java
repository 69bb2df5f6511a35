package io.kuberelease.cli.command;

import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.wiring.PlanFinder.BadRequest;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.PrintStream;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** All commands, and how what they throw is told. */
public final class Commands {
    private Commands() {}

    /** The whole command line. */
    public static CommandLine of(Program program) {
        CommandLine commands = new CommandLine(new Root())
                .addSubcommand(new RunCommand(program))
                .addSubcommand(new PlanCommand(program))
                .addSubcommand(new DiffCommand(program))
                .addSubcommand(new ResumeCommand(program))
                .addSubcommand(new ApproveCommand(program))
                .addSubcommand(new PromoteCommand(program))
                .addSubcommand(new RollbackCommand(program))
                .addSubcommand(new StatusCommand(program))
                .addSubcommand(new HistoryCommand(program))
                .addSubcommand(new InitCommand(program))
                .addSubcommand(new PinCommand(program))
                .addSubcommand(new DoctorCommand(program))
                .addSubcommand(new CompletionCommand(program));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        HelpText.fit(commands, program.surroundings().environment());
        PrintStream err = program.surroundings().err();
        commands.setExecutionExceptionHandler((problem, line, parsed) -> tell(problem, err));
        return commands;
    }

    private static int tell(Exception problem, PrintStream err) throws Exception {
        if (problem instanceof BadRequest bad) {
            err.print(bad.report());
            return ExitCode.BAD_INPUT.number();
        }
        if (problem instanceof ReleaseException known) {
            err.println("kube-release: " + known.reason().summary());
            known.reason().suggestion().ifPresent(advice -> err.println("Perhaps you should " + advice + "."));
            return exitCode(known).number();
        }
        if (problem instanceof IllegalArgumentException wrongName) {
            err.println("kube-release: " + wrongName.getMessage());
            return ExitCode.BAD_INPUT.number();
        }
        throw problem;
    }

    private static ExitCode exitCode(ReleaseException known) {
        if (known instanceof ReleaseException.Errored) {
            return ExitCode.ERRORED;
        }
        return known.reason().kind() == CauseKind.BAD_INPUT ? ExitCode.BAD_INPUT : ExitCode.FAILED;
    }

    @Command(
            name = "kube-release",
            versionProvider = Version.class,
            synopsisSubcommandLabel = "COMMAND",
            description = "From a commit to production on Kubernetes, with a release step that people trust.",
            footer = {
                "",
                "Exit codes: 0 done, 1 failed, 2 bad input, 3 errored, 4 waiting for a person, 130 aborted.",
                "Begin with: kube-release doctor, kube-release plan, kube-release run"
            })
    @SuppressWarnings("UnusedVariable") // picocli answers help and version by itself; the fields only declare them
    private static final class Root implements Runnable {
        @CommandLine.Option(
                names = {"-h", "--help"},
                usageHelp = true,
                scope = CommandLine.ScopeType.INHERIT,
                description = "Show this help.")
        private boolean help;

        @CommandLine.Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Show the program's version.")
        private boolean version;

        @CommandLine.Spec
        private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

        @Override
        public void run() {
            throw new CommandLine.ParameterException(
                    java.util.Objects.requireNonNull(spec).commandLine(), "Say what to do.");
        }
    }

    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Commands.class.getPackage().getImplementationVersion())
                    .orElse("(development)");
            return new String[] {"kube-release " + version};
        }
    }
}
