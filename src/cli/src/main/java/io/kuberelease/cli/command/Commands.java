package io.kuberelease.cli.command;

import io.kuberelease.app.BadRequest;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** All commands, and the reporting of their exceptions. */
public final class Commands {
    private static final String COMPLETION = "completion";
    private static final Set<String> VERSION = Set.of("-V", "--version");

    private Commands() {}

    /** The command line with all commands. */
    public static CommandLine of(Program program) {
        return commandLine(program, all(program));
    }

    /**
     * The command line, reduced to what these arguments need. Reading the options of a command from its class takes
     * much of a short command's time, so if the first argument is a command or asks for the version, the others are
     * left out. Otherwise all are there: for the help, for errors about unknown words, and for completion.
     */
    public static CommandLine of(Program program, List<String> arguments) {
        Map<String, Supplier<Object>> commands = all(program);
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        if (VERSION.contains(first)) {
            commands.clear();
        } else if (commands.containsKey(first) && !first.equals(COMPLETION)) {
            commands.keySet().retainAll(Set.of(first));
        }
        return commandLine(program, commands);
    }

    private static Map<String, Supplier<Object>> all(Program program) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", () -> new RunCommand(program));
        commands.put("preview", () -> new CommandLine(new PreviewCommand(program))
                .addSubcommand("list", new PreviewListCommand(program))
                .addSubcommand("open", new PreviewOpenCommand(program))
                .addSubcommand("extend", new PreviewExtendCommand(program))
                .addSubcommand("delete", new PreviewDeleteCommand(program))
                .addSubcommand("reap", new PreviewReapCommand(program)));
        commands.put("plan", () -> new PlanCommand(program));
        commands.put("diff", () -> new DiffCommand(program));
        commands.put("resume", () -> new ResumeCommand(program));
        commands.put("approve", () -> new ApproveCommand(program));
        commands.put("promote", () -> new PromoteCommand(program));
        commands.put("rollback", () -> new RollbackCommand(program));
        commands.put("status", () -> new StatusCommand(program));
        commands.put("history", () -> new HistoryCommand(program));
        commands.put("open", () -> new OpenCommand(program));
        commands.put("clusters", () -> new ClustersCommand(program));
        commands.put("init", () -> new InitCommand(program));
        commands.put("pin", () -> new PinCommand(program));
        commands.put("doctor", () -> new DoctorCommand(program));
        commands.put(COMPLETION, () -> new CompletionCommand(program));
        return commands;
    }

    private static CommandLine commandLine(Program program, Map<String, Supplier<Object>> wanted) {
        CommandLine commands = new CommandLine(new Root());
        wanted.forEach((name, command) -> commands.addSubcommand(name, command.get()));
        commands.setOut(new PrintWriter(program.processEnvironment().out(), true, Charset.defaultCharset()));
        commands.setErr(new PrintWriter(program.processEnvironment().err(), true, Charset.defaultCharset()));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        HelpText.fit(commands, program.processEnvironment().environment());
        PrintStream err = program.processEnvironment().err();
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
