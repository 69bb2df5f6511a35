package io.kuberelease.port;

import io.kuberelease.model.Cause;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.Target;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Watches what a revision consists of until it is ready, or the cause is known why it won't be. Never polls. */
public interface ResourceTracker {

    /**
     * Begins to watch, before Helm applies anything, so that no event is missed. Tells progress as
     * {@link Progress#resource}. Ends with a cause at the control's deadline at the latest.
     */
    Tracking track(TrackRequest request, StageControl control);

    /**
     * The status of each of the resources at this moment; does not wait for any to become ready. Blocks for as long as
     * reading them takes.
     */
    List<ResourceStatus> look(Target target, List<ResourceIdentity> resources);

    /** The resources and hooks to watch. */
    record TrackRequest(Target target, List<ResourceIdentity> resources, List<ResourceIdentity> hooks) {
        public TrackRequest {
            resources = List.copyOf(resources);
            hooks = List.copyOf(hooks);
        }
    }

    /** A watch that is under way. */
    interface Tracking extends AutoCloseable {

        /** Helm has applied everything: from now on readiness may be judged. */
        void applied();

        /** The verdict; completes before {@link #applied} only with a cause, for example a hook that failed. */
        CompletionStage<Verdict> verdict();

        /** Stops watching; harmless when it has ended. */
        @Override
        void close();
    }

    /** The result of a rollout. */
    sealed interface Verdict {
        /** Everything is ready. */
        record Ready(List<ResourceStatus> resources) implements Verdict {}

        /** It won't become ready, or did not in time; the cause holds the evidence. */
        record NotReady(Cause cause, List<ResourceStatus> resources) implements Verdict {}
    }
}
