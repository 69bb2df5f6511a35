package io.kuberelease.cli.command;

import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.session.Approver;
import io.kuberelease.cli.session.Ballot;
import io.kuberelease.cli.wiring.KnownRelease;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
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
        KnownRelease known =
                which.find(program, state -> !Approver.waiting(state).isEmpty());
        Optional<EnvironmentSpec> place = known.state().journalAt();
        if (place.isEmpty()) {
            return carryOn(known, List.of(decided(known.state())));
        }
        new Ballot(program.journals(), program.surroundings().clock())
                .cast(place.get(), known.release(), this::decided);
        say((reject ? "Rejected" : "Approved") + ": release " + known.release());
        try {
            return carryOn(known, List.of());
        } catch (ReleaseException.Failed elsewhere) {
            if (elsewhere.reason().kind() != CauseKind.LOCKED) {
                throw elsewhere;
            }
            say(elsewhere.reason().summary());
            return ExitCode.DONE.number();
        }
    }

    private void say(String line) {
        program.surroundings().err().println(line);
    }

    private ReleaseEvent.Decided decided(ReleaseState state) {
        StageState stage = waiting(state);
        Approval approval = program.approver().decide(state, stage, !reject, Optional.ofNullable(comment));
        return new ReleaseEvent.Decided(stage.stage().id(), approval);
    }

    private int carryOn(KnownRelease known, List<ReleaseEvent.Decided> decisions) {
        String who =
                program.surroundings().user() + "@" + program.surroundings().host();
        return ExitCode.of(program.carryOn(program.journal(known), known.directory(), release.manner(), run -> {
                    run.resumedBy(who);
                    decisions.forEach(decided -> run.decide(decided.stage(), decided.approval()));
                }))
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
