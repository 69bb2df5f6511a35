package io.kuberelease.port;

import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.plan.EnvironmentSpec;
import java.util.List;

/** The records of what is and was in each environment, kept in the environment's own cluster. Methods block. */
public interface ReleaseRecords {

    /** All records of the app there, the newest first. */
    List<EnvironmentRecord> history(EnvironmentSpec environment);

    /** Adds a record; adding the same again is harmless. */
    void write(EnvironmentSpec environment, EnvironmentRecord entry);
}
