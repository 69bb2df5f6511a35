package io.kuberelease.api;

import io.kuberelease.api.ReleaseData.ResumedData;
import io.kuberelease.api.ReleaseData.SourceData;
import io.kuberelease.api.ReleaseData.Status;
import io.kuberelease.api.ReleaseData.TroubleData;
import io.kuberelease.api.ReleaseData.WaitData;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.Silences;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageState;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.view.Details;
import io.kuberelease.view.Group;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.Phase;
import io.kuberelease.view.ReleaseConclusion;
import io.kuberelease.view.TextSanitizer;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads a journal into the API's document. */
final class ReleaseReader {
    private final List<JournalEntry> journal;
    private final Details details;
    private final ReleaseState state;
    private final List<GroupView> views;
    private final Optional<ReleaseConclusion> closing;

    ReleaseReader(List<JournalEntry> journal, Details details) {
        this.journal = List.copyOf(journal);
        this.details = details;
        this.state = ReleaseState.of(journal);
        this.views = GroupView.all(state);
        this.closing = ReleaseConclusion.of(state, lastEntry().at());
    }

    private JournalEntry lastEntry() {
        return journal.get(journal.size() - 1);
    }

    ReleaseData read() {
        ReleasePlan plan = state.plan();
        return new ReleaseData(
                ReleaseData.FORM,
                state.entries(),
                plan.kind(),
                plan.release().value(),
                plan.app().value(),
                plan.version().toString(),
                SourceData.of(plan.source()),
                TextSanitizer.text(plan.startedBy()),
                state.startedAt(),
                told(ReleaseEvent.Ended.class, (at, ended) -> at).stream().findFirst(),
                Status.of(state, lastEntry().at()),
                TextSanitizer.text(closing.map(ReleaseConclusion::headline).orElseGet(this::underWay)),
                closing.map(ReleaseConclusion::remarks)
                        .map(TextSanitizer::lines)
                        .orElse(List.of()),
                state.abortedBy().map(TextSanitizer::text),
                state.images().flatMap(ArtifactData::of),
                state.images().flatMap(ImageData::of),
                state.bundle().map(ArtifactData::of),
                state.output(StageOutput.Published.class)
                        .map(published -> published.tags().values().stream()
                                .flatMap(List::stream)
                                .distinct()
                                .toList())
                        .orElse(List.of()),
                views.stream().map(view -> GroupData.of(view, state, details)).toList(),
                DatastoresData.of(state),
                TestsData.of(state),
                TestedBeforeData.of(state),
                views.stream()
                        .flatMap(view -> new EnvironmentReader(state, details, view).read().stream())
                        .toList(),
                waiting(),
                told(ReleaseEvent.Decided.class, (at, decided) -> DecisionData.of(decided.approval(), state)),
                resumed(),
                told(
                        ReleaseEvent.SinkTroubled.class,
                        (at, trouble) -> new TroubleData(at, trouble.sink(), TextSanitizer.text(trouble.why()))));
    }

    private List<ResumedData> resumed() {
        Iterator<Silences.Silence> before = state.silences().all().iterator();
        return told(
                ReleaseEvent.Resumed.class,
                (at, resumed) -> new ResumedData(
                        at, TextSanitizer.text(resumed.by()), before.next().from()));
    }

    private String underWay() {
        List<String> busy = views.stream()
                .filter(view -> view.phase() == Phase.RUNNING || view.phase() == Phase.RETRYING)
                .map(GroupView::name)
                .toList();
        String what = state.plan().app() + " " + state.plan().version();
        return busy.isEmpty() ? what + " is under way" : what + " is under way: " + String.join(", ", busy);
    }

    private List<WaitData> waiting() {
        return state.result().isPresent()
                ? List.of()
                : state.all().stream().flatMap(stage -> wait(stage).stream()).toList();
    }

    private static Optional<WaitData> wait(StageState stage) {
        return stage.waiting()
                .map(waits -> new WaitData(
                        stage.stage().id().value(),
                        Group.nameOf(stage.stage()),
                        TextSanitizer.text(waits.what()),
                        waits.until(),
                        stage.stage().task().waitsForPerson()));
    }

    private <E extends ReleaseEvent, T> List<T> told(Class<E> kind, BiFunction<Instant, E, T> tell) {
        return journal.stream()
                .filter(entry -> kind.isInstance(entry.event()))
                .map(entry -> tell.apply(entry.at(), kind.cast(entry.event())))
                .toList();
    }
}
