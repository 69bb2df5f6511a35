package io.kuberelease.cli.command;

import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.session.ApprovalWriter;
import io.kuberelease.cli.session.Approver;
import io.kuberelease.cli.wiring.KnownRelease;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentJournals.Carrying;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release approve}: approves or rejects what waits, and continues the release. */
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
            return carryOn(known, List.of(decided(known.state(), decision(known.state()))));
        }
        Approver.Decision decision = decision(known.state());
        if (decision.unproven().isPresent()) {
            return here(known, place.get(), decision);
        }
        new ApprovalWriter(program.journals(), program.surroundings().clock())
                .cast(
                        place.get(),
                        known.release(),
                        state -> decided(
                                state, state.entries() == known.state().entries() ? decision : decision(state)));
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

    /**
     * Decides without a proof, which other processes would need: only allowed if this process itself continues the
     * release.
     */
    private int here(KnownRelease known, EnvironmentSpec place, Approver.Decision decision) {
        Optional<Carrying> elsewhere = program.journals().carrying(place, known.release());
        if (elsewhere.isPresent()) {
            Cause why = decision.unproven().get().reason();
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.ACCESS_DENIED,
                            "release " + known.release() + " is carried on by "
                                    + elsewhere.get().who() + ", who can't be sure that it is you who decides: "
                                    + why.summary())
                    .suggesting(
                            "have the right to create certificatesigningrequests given to you (the guide says how), or"
                                    + " approve once that process has ended: then the release is carried on here"));
        }
        return carryOn(known, List.of(decided(known.state(), decision)));
    }

    private Approver.Decision decision(ReleaseState state) {
        return program.approver().decide(state, waiting(state), !reject, Optional.ofNullable(comment));
    }

    private ReleaseEvent.Decided decided(ReleaseState state, Approver.Decision decision) {
        return new ReleaseEvent.Decided(waiting(state).stage().id(), decision.approval());
    }

    private int carryOn(KnownRelease known, List<ReleaseEvent.Decided> decisions) {
        return ExitCode.of(program.carryOn(
                        known,
                        release.manner(),
                        run -> decisions.forEach(decided -> run.decide(decided.stage(), decided.approval()))))
                .number();
    }

    private StageState waiting(ReleaseState state) {
        List<StageState> waiting = Approver.waiting(state).stream()
                .filter(stage ->
                        environment == null || stage.stage().id().part().equals(environment))
                .toList();
        if (waiting.size() == 1) {
            return waiting.get(0);
        }
        String release = "release " + state.plan().release();
        if (waiting.isEmpty()) {
            throw refused(release + " does not wait for an approval", "look at kube-release status");
        }
        String names = waiting.stream().map(stage -> stage.stage().id().part()).collect(Collectors.joining(", "));
        throw refused(release + " waits in " + names, "say which with --environment");
    }

    private static ReleaseException.Failed refused(String why, String advice) {
        return new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, why).suggesting(advice));
    }
}
