package io.kuberelease.view;

import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageState;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.plan.StageTask;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The summary of a release that is over, or that waits for a person or for a time.
 *
 * @param phase {@link Phase#DONE}, {@link Phase#FAILED}, {@link Phase#STOPPED} or {@link Phase#WAITING}
 * @param headline what became of it, in one line
 * @param remarks what was left alone, what was not reached, until when an approval counts; may be empty
 * @param command what to type to go on, if there is something to go on with
 */
public record ReleaseConclusion(Phase phase, String headline, List<String> remarks, Optional<String> command) {
    private static final String APPROVE = "kube-release approve ";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public ReleaseConclusion {
        remarks = List.copyOf(remarks);
    }

    /** The words before the command, for example {@code Approve with}; without a colon. */
    public String commandLabel() {
        return switch (phase) {
            case WAITING ->
                command.filter(ReleaseConclusion::approves).isPresent() ? "Approve with" : "Go on then with";
            case FAILED -> "Once that is mended";
            default -> "Begin again with";
        };
    }

    private static boolean approves(String command) {
        return command.startsWith(APPROVE);
    }

    /** The summary; absent while work is under way or to be tried again. */
    public static Optional<ReleaseConclusion> of(ReleaseState state, Instant now) {
        List<GroupView> groups = GroupView.all(state);
        if (state.result().isPresent()) {
            return Optional.of(over(state, state.result().get(), groups, now));
        }
        boolean busy = state.all().stream().anyMatch(stage -> stage.isRunning() || stage.isErrored())
                || in(groups, Phase.RUNNING).findFirst().isPresent();
        List<GroupView> waiting = in(groups, Phase.WAITING).toList();
        return busy || waiting.isEmpty() ? Optional.empty() : Optional.of(waiting(state, groups, waiting));
    }

    private static ReleaseConclusion over(
            ReleaseState state, ReleaseResult result, List<GroupView> groups, Instant now) {
        String after = " after " + Durations.words(Duration.between(state.startedAt(), now));
        List<String> remarks = spared(state, groups);
        names(groups, Phase.NOT_REACHED).ifPresent(names -> remarks.add("Not reached: " + names + "."));
        return switch (result) {
            case SUCCEEDED ->
                new ReleaseConclusion(Phase.DONE, success(state, groups) + after, remarks, Optional.empty());
            case FAILED ->
                new ReleaseConclusion(
                        Phase.FAILED, trouble(state, groups, " failed in ", after), remarks, again(state));
            case ERRORED ->
                new ReleaseConclusion(
                        Phase.FAILED, trouble(state, groups, " could not go on in ", after), remarks, again(state));
            case ABORTED ->
                new ReleaseConclusion(Phase.STOPPED, stopped(state) + after, left(groups, remarks), again(state));
        };
    }

    private static ReleaseConclusion waiting(ReleaseState state, List<GroupView> groups, List<GroupView> waiting) {
        Optional<GroupView> person =
                waiting.stream().filter(ReleaseConclusion::needsPerson).findFirst();
        GroupView first = person.orElse(waiting.get(0));
        List<String> remarks = spared(state, groups);
        first.current()
                .flatMap(StageState::waiting)
                .ifPresent(waits -> remarks.add("Waits until " + TIME.format(waits.until()) + "."));
        return new ReleaseConclusion(
                Phase.WAITING,
                what(state) + " " + first.facts().get(0) + " before " + first.name(),
                remarks,
                Optional.of((person.isPresent() ? APPROVE : "kube-release resume ")
                        + state.plan().release()));
    }

    /** The remarks on what did not need to be done. */
    private static List<String> spared(ReleaseState state, List<GroupView> groups) {
        List<String> remarks = new ArrayList<>();
        state.output(StageOutput.TestedBefore.class)
                .ifPresent(tested -> remarks.add("Not tested again: the image passed these tests in release "
                        + tested.mark().release() + "."));
        List<GroupView> environments = groups.stream()
                .filter(view -> view.group().kind() == Group.Kind.ENVIRONMENT)
                .toList();
        names(environments, Phase.UNCHANGED)
                .ifPresent(names -> remarks.add("Left alone, since nothing changed: " + names + "."));
        return remarks;
    }

    private static boolean needsPerson(GroupView view) {
        return view.current()
                .filter(stage -> stage.stage().task().waitsForPerson())
                .isPresent();
    }

    private static String success(ReleaseState state, List<GroupView> groups) {
        Optional<StageTask.RemovePreview> removal = state.plan().removal();
        if (removal.isPresent()) {
            boolean gone = groups.stream().noneMatch(view -> view.phase() == Phase.UNCHANGED);
            return "the preview of branch " + removal.get().branch() + (gone ? " is gone" : " is left");
        }
        List<GroupView> environments = groups.stream()
                .filter(view -> view.group().kind() == Group.Kind.ENVIRONMENT)
                .toList();
        Optional<PreviewClaim> preview = state.plan().preview();
        if (preview.isPresent()) {
            boolean same = environments.stream().allMatch(view -> view.phase() == Phase.UNCHANGED);
            return what(state)
                    + (same ? " changes nothing at " : " is at ")
                    + preview.get().address();
        }
        String names = and(environments.stream().map(GroupView::name).toList());
        boolean nothingNew =
                !environments.isEmpty() && environments.stream().allMatch(view -> view.phase() == Phase.UNCHANGED);
        if (environments.isEmpty()) {
            return what(state) + " is released";
        }
        return what(state) + (nothingNew ? " changes nothing in " : " is in ") + names;
    }

    private static String trouble(ReleaseState state, List<GroupView> groups, String how, String after) {
        return in(groups, Phase.FAILED)
                .findFirst()
                .map(view -> what(state) + how + view.name() + after + ": " + String.join(", ", view.facts()))
                .orElse(what(state)
                        + (state.all().stream().anyMatch(StageState::wasBegun) ? " failed" + after : " was not begun"));
    }

    private static String stopped(ReleaseState state) {
        return what(state) + " was stopped"
                + state.abortedBy().map(who -> " by " + who).orElse("");
    }

    private static List<String> left(List<GroupView> groups, List<String> remarks) {
        List<String> all = new ArrayList<>(remarks);
        in(groups, Phase.STOPPED).forEach(view -> view.current()
                .flatMap(StageState::outcome)
                .flatMap(StageOutcome::aborted)
                .ifPresent(aborted -> all.add(view.name() + ": " + aborted.left())));
        return all;
    }

    private static Optional<String> again(ReleaseState state) {
        String environments = Group.of(state.plan()).stream()
                .filter(group -> group.kind() == Group.Kind.ENVIRONMENT)
                .map(Group::name)
                .collect(Collectors.joining(","));
        Optional<String> previewed = state.plan()
                .preview()
                .map(claim -> "kube-release preview --branch " + claim.branch())
                .or(() -> state.plan().removal().map(task -> "kube-release preview delete " + task.branch()));
        if (previewed.isPresent()) {
            return previewed;
        }
        String bundle = state.plan()
                .fetchBundle()
                .map(fetch -> fetch.bundle().digest().value())
                .orElse("");
        return Optional.of(
                switch (state.plan().kind()) {
                    case RELEASE -> "kube-release run";
                    case PROMOTION -> "kube-release promote --to " + environments + " --bundle " + bundle;
                    case ROLLBACK -> "kube-release rollback --environment " + environments + " --to " + bundle;
                });
    }

    private static String what(ReleaseState state) {
        return state.plan().app() + " " + state.plan().version();
    }

    private static Optional<String> names(List<GroupView> groups, Phase phase) {
        List<String> names = in(groups, phase).map(GroupView::name).toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(and(names));
    }

    private static Stream<GroupView> in(List<GroupView> groups, Phase phase) {
        return groups.stream().filter(view -> view.phase() == phase);
    }

    private static String and(List<String> names) {
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
