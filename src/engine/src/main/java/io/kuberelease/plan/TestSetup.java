package io.kuberelease.plan;

import java.util.List;

/**
 * Everything that decides how the tests of an image end, besides the image: the same image in the same setup is not
 * tested twice.
 *
 * @param tests the tests that run
 * @param datastores the datastores beside them
 */
public record TestSetup(TestSpec tests, List<DatastoreSpec> datastores) {
    public TestSetup {
        datastores = List.copyOf(datastores);
    }
}
