package io.kuberelease.app.datastores;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseId;
import java.util.Locale;

/**
 * The name of one block with datastores, by which a restarted host finds the block's objects in a cluster. In their
 * labels it stands where an app's and a release's names stand otherwise.
 */
public record DatastoreBlock(AppName app, ReleaseId release) {
    private static final int LONGEST = 30;
    private static final int HASH_DIGITS = 10;

    /**
     * The name of a block in a job's build.
     *
     * @param unique says which block it is, among all builds of all hosts
     */
    public static DatastoreBlock of(String job, int build, String unique) {
        String plain = job.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String name = ("job-" + plain).replaceAll("-+", "-");
        return new DatastoreBlock(
                new AppName(name.substring(0, Math.min(LONGEST, name.length())).replaceAll("-$", "")),
                new ReleaseId("b" + build + "-" + Digest.of(unique).hex().substring(0, HASH_DIGITS)));
    }
}
