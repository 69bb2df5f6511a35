package io.kuberelease.api;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageState;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.TypedStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The datastores that the tests run against, from their start to their removal.
 *
 * @param state of the stage that starts them
 * @param removal of the stage that removes them
 * @param readyAt when all were ready
 * @param removedAt when nothing was left of them
 */
public record DatastoresData(
        List<DatastoreData> stores,
        StageData.State state,
        StageData.State removal,
        Optional<Instant> readyAt,
        Optional<Instant> removedAt) {
    public DatastoresData {
        stores = List.copyOf(stores);
    }

    /** One datastore as the release file asked for it. */
    public record DatastoreData(String name, String version, String image) {}

    static Optional<DatastoresData> of(ReleaseState release) {
        return release.plan().startDatastores().map(start -> of(release, start)).filter(data -> !data.stores()
                .isEmpty());
    }

    private static DatastoresData of(ReleaseState release, TypedStage<StageTask.StartDatastores> planned) {
        boolean over = release.result().isPresent();
        StageState start = release.stage(planned.id());
        Optional<StageState> removal = release.plan().removeDatastores().map(stage -> release.stage(stage.id()));
        return new DatastoresData(
                planned.task().datastores().stream()
                        .map(spec -> new DatastoreData(spec.name(), spec.version(), spec.image()))
                        .toList(),
                StageData.state(start, over),
                removal.map(stage -> StageData.state(stage, over)).orElse(StageData.State.PENDING),
                start.output(StageOutput.class).flatMap(ready -> start.endedAt()),
                removal.filter(StageState::isSatisfied).flatMap(StageState::endedAt));
    }
}
