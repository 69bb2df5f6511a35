package io.kuberelease.port;

import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewInventory;
import io.kuberelease.plan.PreviewRules.CopiedSecrets;
import java.util.List;
import java.util.Map;

/** What stands in a preview's namespace besides the app. Calls may be repeated. Methods block. */
public interface PreviewContents {

    /** Removes what an earlier release has put there with this port, and is not wanted any more. */
    void keepOnly(EnvironmentSpec environment, PreviewInventory wanted, StageControl control);

    /** Limits what all pods there may take; containers that ask for nothing get something small. */
    void limit(EnvironmentSpec environment, Map<String, String> quota);

    /**
     * Copies secrets, anew when they have changed. Their values are hidden from then on.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed with all those that are missing
     */
    void copy(EnvironmentSpec environment, CopiedSecrets secrets, StageControl control);

    /**
     * Has datastores started, unless they are there. The variables that an app expects are in one Secret,
     * {@link io.kuberelease.plan.PreviewRules#variablesOf}.
     *
     * @return what has to become ready
     * @throws io.kuberelease.model.ReleaseException.Failed when they have lost their data since {@link #kept}, or would
     *     lose it by what is to be changed of them
     */
    List<ResourceIdentity> keep(EnvironmentSpec environment, List<DatastoreSpec> datastores, StageControl control);

    /** Remembers that what {@link #keep} has started is ready: from now on it holds the preview's data. */
    void kept(EnvironmentSpec environment, List<DatastoreSpec> datastores);
}
