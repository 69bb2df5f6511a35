package io.kuberelease.view;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.TestSummary;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a group's line says beside its name. */
final class Facts {
    private final ReleaseState state;
    private final Group group;
    private final Phase phase;
    private final Optional<StageState> current;

    Facts(ReleaseState state, Group group, Phase phase, Optional<StageState> current) {
        this.state = state;
        this.group = group;
        this.phase = phase;
        this.current = current;
    }

    List<String> words() {
        return switch (phase) {
            case PENDING -> pending();
            case RUNNING -> doing();
            case WAITING ->
                List.of("waits for "
                        + outcome(StageOutcome.Waiting.class)
                                .map(StageOutcome.Waiting::what)
                                .orElse("a person"));
            case RETRYING ->
                List.of(
                        current.flatMap(StageState::outcome)
                                .map(Facts::kindOfTrouble)
                                .orElse("failed"),
                        "tries again");
            case DONE -> done();
            case UNCHANGED -> unchanged();
            case FAILED -> failed();
            case STOPPED ->
                List.of(
                        "stopped",
                        outcome(StageOutcome.Aborted.class)
                                .map(StageOutcome.Aborted::left)
                                .orElse(""));
            case NOT_REACHED -> List.of("not reached");
        };
    }

    private List<String> pending() {
        if (group.kind() == Group.Kind.SOURCE) {
            return group.name().equals("bundle") ? begunBundle() : List.of();
        }
        List<String> needs = new ArrayList<>();
        task(StageTask.Soak.class).ifPresent(task -> needs.add("soaks for " + Durations.limit(task.time())));
        task(StageTask.AwaitApproval.class)
                .ifPresent(task -> needs.add("needs approval" + by(task.rule().by())));
        return needs;
    }

    /** What has begun and can't go on yet says so: its chart is packaged while the image is being built. */
    private List<String> begunBundle() {
        List<String> facts = new ArrayList<>(chart());
        if (!facts.isEmpty()) {
            facts.set(0, facts.get(0) + " is packaged");
            String others = group.stages().stream()
                    .map(stage -> state.stage(stage.id()))
                    .filter(StageState::isUntouched)
                    .limit(1)
                    .flatMap(stage -> stage.stage().trigger().stages().stream())
                    .filter(before -> !state.stage(before).isSatisfied())
                    .map(before -> Group.nameOf(state.stage(before).stage()))
                    .distinct()
                    .collect(Collectors.joining(" and "));
            if (!others.isEmpty()) {
                facts.add("waits for " + others);
            }
        }
        return facts;
    }

    private List<String> failed() {
        List<String> facts = new ArrayList<>();
        facts.add(current.flatMap(StageState::outcome).map(Facts::kindOfTrouble).orElse("failed"));
        group.stages().stream()
                .filter(stage -> stage.task() instanceof StageTask.ReturnToLastGood)
                .map(stage -> state.stage(stage.id()))
                .forEach(returning -> facts.addAll(new ReturnWords(returning).facts()));
        return facts;
    }

    private List<String> doing() {
        return current.map(stage -> List.of(Doing.of(stage.stage().task()))).orElse(List.of());
    }

    private List<String> done() {
        return switch (group.name()) {
            case "datastores" -> datastores();
            case "build" -> built();
            case "test" ->
                List.of(state.output(StageOutput.TestsPassed.class)
                        .flatMap(StageOutput.TestsPassed::summary)
                        .map(TestSummary::words)
                        .orElse("passed"));
            case "bundle" -> bundle();
            default -> environment();
        };
    }

    private List<String> datastores() {
        return task(StageTask.StartDatastores.class).stream()
                .map(task -> task.datastores().stream()
                        .map(store -> store.name() + " " + store.version())
                        .collect(Collectors.joining(", ")))
                .filter(words -> !words.isEmpty())
                .toList();
    }

    private List<String> built() {
        return state.output(StageOutput.ImageBuilt.class)
                .map(built -> List.of(
                        built.image().digest().abbreviated(),
                        built.stepsCached() + " of " + built.steps() + " steps reused",
                        built.builder()))
                .or(() -> state.output(StageOutput.ImageTaken.class)
                        .map(taken -> List.of(taken.image().digest().abbreviated(), "taken as it was")))
                .orElse(List.of());
    }

    private List<String> bundle() {
        List<String> facts = new ArrayList<>();
        state.bundle().ifPresent(bundle -> facts.add(bundle.digest().abbreviated()));
        facts.addAll(chart());
        return facts;
    }

    private List<String> chart() {
        return state
                .output(StageOutput.ChartPackaged.class)
                .map(StageOutput.ChartPackaged::chart)
                .or(() -> state.output(StageOutput.BundleFetched.class).map(StageOutput.BundleFetched::chart))
                .stream()
                .map(chart -> "chart " + chart.name() + " " + chart.version())
                .toList();
    }

    private List<String> environment() {
        List<String> facts = new ArrayList<>();
        state.output(group.name(), StageOutput.Deployed.class)
                .ifPresent(deployed -> facts.add("revision " + deployed.revision()));
        if (task(StageTask.Verify.class).isPresent()) {
            facts.add("verified");
        }
        return facts;
    }

    private List<String> unchanged() {
        return switch (group.name()) {
            case "datastores" -> List.of("not needed");
            case "test" -> testedBefore();
            default -> leftAlone();
        };
    }

    private List<String> testedBefore() {
        return state.output(StageOutput.TestedBefore.class)
                .map(StageOutput.TestedBefore::mark)
                .map(mark -> List.of(mark.counts().orElse("passed") + " before", "in release " + mark.release()))
                .orElse(List.of("not needed"));
    }

    private List<String> leftAlone() {
        return state.output(group.name(), StageOutput.Compared.class)
                .map(compared ->
                        List.of("unchanged", "revision " + compared.diff().revision() + " stays"))
                .orElse(List.of("unchanged"));
    }

    private static String kindOfTrouble(StageOutcome outcome) {
        if (outcome instanceof StageOutcome.Failed failed) {
            return CauseWords.of(failed.cause().kind());
        }
        return outcome instanceof StageOutcome.Errored errored
                ? CauseWords.of(errored.cause().kind())
                : "failed";
    }

    private static String by(List<String> whom) {
        return whom.isEmpty() ? "" : " by " + String.join(" or ", whom);
    }

    private <T extends StageOutcome> Optional<T> outcome(Class<T> kind) {
        return current.flatMap(StageState::outcome).filter(kind::isInstance).map(kind::cast);
    }

    private <T extends StageTask> Optional<T> task(Class<T> kind) {
        return group.stages().stream()
                .map(Stage::task)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }
}
