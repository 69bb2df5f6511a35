package io.jenkins.plugins.kuberelease.page;

import hudson.model.Run;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Releases on the controller's disk, as builds left them there; what really looks for them finds them. */
final class KeptRelease {
    private static final Path JOURNALS = Path.of("../adapters/src/test/resources/api");
    private static final JournalCodec CODEC = new JournalCodec();

    /** The release that all the journals are of. */
    static final String ID = "261121-122407-2af94bf";

    private final Path directory;

    private KeptRelease(Path directory) {
        this.directory = directory;
    }

    /** One whose journal is of that name, with a change to its text, and with a release file of two environments. */
    static KeptRelease of(Run<?, ?> run, String journal, UnaryOperator<String> change) throws IOException {
        Path directory = Files.createDirectories(directory(run, "step-1"));
        Files.writeString(directory.resolve("release-file.yaml"), """
                app: polls
                image: {repository: registry.example/acme/polls}
                environments:
                  staging: {cluster: staging}
                  production: {cluster: production}
                """);
        Files.writeString(
                directory.resolve(FileJournal.FILE),
                change.apply(Files.readString(JOURNALS.resolve(journal + ".jsonl"))));
        ReleaseAction.attachTo(run);
        return new KeptRelease(directory);
    }

    /** A promotion of that one's bundle to its environments that has just begun, in a build. */
    KeptRelease promotion(Run<?, ?> run, String name, String id) throws IOException {
        ReleaseState state = ReleaseState.of(FileJournal.read(directory, CODEC));
        ReleasePlan plan = state.plan();
        List<Stage> stages = plan.stages().stream()
                .map(stage -> stage.task() instanceof StageTask.WriteBundle
                        ? new Stage(
                                stage.id(),
                                stage.trigger(),
                                stage.deadline(),
                                new StageTask.FetchBundle(
                                        plan.app(), state.bundle().orElseThrow(), ReleaseKind.PROMOTION))
                        : stage)
                .toList();
        KeptRelease promotion = new KeptRelease(Files.createDirectories(directory(run, name)));
        promotion.append(new ReleaseEvent.Planned(new ReleasePlan(
                new ReleaseId(id), plan.app(), plan.version(), plan.source(), "mia", plan.notifies(), stages)));
        ReleaseAction.attachTo(run);
        return promotion;
    }

    /** It comes to its end. */
    void ends(ReleaseResult result) {
        append(new ReleaseEvent.Ended(result));
    }

    /** The next event of its journal. */
    void append(ReleaseEvent event) {
        try (FileJournal journal = FileJournal.open(directory, CODEC)) {
            journal.append(List.of(new JournalEntry(journal.entries().size(), Instant.now(), event)));
        }
    }

    /** Where its journal is. */
    Path journal() {
        return directory.resolve(FileJournal.FILE);
    }

    private static Path directory(Run<?, ?> run, String name) {
        return run.getRootDir().toPath().resolve("kube-release").resolve(name);
    }
}
