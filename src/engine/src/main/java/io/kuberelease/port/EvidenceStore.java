package io.kuberelease.port;

import io.kuberelease.model.Cause;
import io.kuberelease.model.StageId;

/** Keeps the evidence of a failure where it outlives what may be undone after it. Methods block. */
public interface EvidenceStore {

    /**
     * Keeps a cause with all of its evidence; it is safe when this returns. Another failure of the stage takes its place.
     *
     * @return where a person finds it, for example a path
     * @throws io.kuberelease.model.ReleaseException.Errored when it can't be kept
     */
    String keep(StageId stage, Cause cause);
}
