package io.kuberelease.port;

import io.kuberelease.model.AppName;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.RunningDatastores;
import io.kuberelease.model.Target;
import io.kuberelease.plan.DatastoreSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Short-lived datastores: one pod, owned by one object with a time limit. */
public interface Datastores {

    /**
     * Starts them all at once and completes when each is ready; those of an earlier try are adopted. Completes
     * exceptionally with a {@link io.kuberelease.model.ReleaseException} that names the datastore and the cause.
     */
    CompletionStage<RunningDatastores> start(DatastoreRequest request, StageControl control);

    /**
     * Has everything deleted that belongs to the release's datastores and tests; harmless when nothing is left. Blocks
     * until that is certain, not until all has ended.
     */
    void remove(ReleaseId release, AppName app, Target target);

    /**
     * The datastores to start, for whom and where.
     *
     * @param lifetime after which the cluster itself removes everything, whether we are there or not
     */
    record DatastoreRequest(
            ReleaseId release, AppName app, Target target, List<DatastoreSpec> datastores, Duration lifetime) {
        public DatastoreRequest {
            datastores = List.copyOf(datastores);
        }
    }
}
