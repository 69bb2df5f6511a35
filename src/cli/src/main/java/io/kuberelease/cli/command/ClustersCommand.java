package io.kuberelease.cli.command;

import io.kuberelease.adapters.popup.CommandClusters;
import io.kuberelease.adapters.popup.PopUp;
import io.kuberelease.adapters.popup.PopUpStore;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kube-release clusters}: the clusters that releases have made on this machine, and their end. */
@Command(
        name = "clusters",
        description = {
            "The clusters that releases have made with the commands of their release files (clusters:), as far as",
            "they were made on this machine."
        },
        footer = {"", "Exit code 3 when a cluster can't be deleted: it stays in the list, and reap tries it again."})
final class ClustersCommand {
    private final Program program;

    ClustersCommand(Program program) {
        this.program = program;
    }

    @Command(name = "list", description = "List them: app, name, what its commands call it, state, until when.")
    int list() {
        PrintStream out = program.processEnvironment().out();
        List<PopUp> all = clusters().all();
        all.forEach(popUp -> out.println(line(popUp, program.now())));
        List<PopUpStore.Unreadable> unreadable = unreadable();
        if (all.isEmpty() && unreadable.isEmpty()) {
            out.println("No cluster is there that was made on this machine.");
        }
        return (unreadable.isEmpty() ? ExitCode.DONE : ExitCode.ERRORED).number();
    }

    @Command(name = "delete", description = "Delete one now, with the command that it was made with.")
    int delete(
            @Parameters(
                            paramLabel = "NAME",
                            description = "Its name, or app/name where two apps have one of that name.")
                    String name,
            @Option(names = "--forget", description = "It is gone already: forget it, without running its command.")
                    boolean forget) {
        PopUpName found = named(name);
        if (forget) {
            clusters().forget(found);
        } else {
            clusters().delete(found, output(), Cancellation.NEVER);
        }
        program.processEnvironment().out().println((forget ? "forgotten: " : "deleted: ") + found);
        return ExitCode.DONE.number();
    }

    @Command(name = "reap", description = "Delete those whose time is over. For a timer; others are left alone.")
    int reap() {
        List<CommandClusters.Reaped> reaped = clusters().reap(output());
        for (CommandClusters.Reaped each : reaped) {
            each.problem().ifPresentOrElse(problem -> tell(problem), () -> program.processEnvironment()
                    .out()
                    .println("deleted: " + each.popUp().name() + " ("
                            + each.popUp().identity() + ")"));
        }
        boolean all = unreadable().isEmpty()
                && reaped.stream().allMatch(each -> each.problem().isEmpty());
        return (all ? ExitCode.DONE : ExitCode.ERRORED).number();
    }

    /** Tells of each: nobody reaps it, and it may cost money. */
    private List<PopUpStore.Unreadable> unreadable() {
        List<PopUpStore.Unreadable> found = clusters().unreadable();
        found.forEach(each -> tell(Cause.of(
                        each.why().kind(),
                        "of cluster " + each.name() + " nothing is known: "
                                + each.why().summary())
                .suggesting("look at that file; if the cluster is gone at its provider, delete the directory that the"
                        + " file is in")));
        return found;
    }

    private void tell(Cause problem) {
        PrintStream err = program.processEnvironment().err();
        err.println("kube-release: " + problem.summary());
        problem.suggestion().ifPresent(advice -> err.println("Perhaps you should " + advice + "."));
    }

    private CommandClusters clusters() {
        return program.popUps(program.processEnvironment().directory());
    }

    private Consumer<String> output() {
        return program.masking(program.processEnvironment().err()::println);
    }

    private static String line(PopUp popUp, Instant now) {
        String end = popUp.isOver(now) ? "is over since " : "until ";
        return popUp.name().app() + "/" + popUp.name().name() + "  " + popUp.identity() + "  "
                + popUp.state().name().toLowerCase(Locale.ROOT) + "  " + end
                + popUp.until().truncatedTo(ChronoUnit.SECONDS);
    }

    private PopUpName named(String written) {
        List<PopUpName> all = clusters().all().stream().map(PopUp::name).toList();
        List<PopUpName> meant = all.stream()
                .filter(name -> written.equals(name.name()) || written.equals(name.app() + "/" + name.name()))
                .toList();
        if (meant.size() == 1) {
            return meant.get(0);
        }
        String there = (meant.isEmpty() ? all : meant)
                .stream().map(name -> name.app() + "/" + name.name()).collect(Collectors.joining(", "));
        throw new ReleaseException.Failed(Cause.of(
                        CauseKind.BAD_INPUT,
                        meant.isEmpty()
                                ? "no cluster " + written + " was made on this machine"
                                : "two apps have a cluster " + written)
                .suggesting(there.isEmpty() ? "see which are there with your provider" : "name one of " + there));
    }
}
