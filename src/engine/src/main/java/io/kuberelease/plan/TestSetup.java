package io.kuberelease.plan;

import java.util.List;

/**
 * What decides how tests of an image end, besides the image: the same image in the same setup is not tested twice.
 *
 * @param tests what is run
 * @param datastores what stands beside it
 */
public record TestSetup(TestSpec tests, List<DatastoreSpec> datastores) {
    public TestSetup {
        datastores = List.copyOf(datastores);
    }
}
