package io.kuberelease.adapters.kubernetes.jobs;

import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import java.util.Map;

/**
 * A Job's name and labels, made from its purpose alone, so that a resumed release finds its Job again.
 *
 * @param name the Job's name, at most 63 characters
 * @param labels on the Job and on everything that belongs to it
 */
public record JobIdentity(String name, Map<String, String> labels) {

    private static final String DATASTORES = "datastores";
    private static final String TEST = "test";
    private static final String CHECK = "check";
    private static final String PREFETCH = "prefetch";
    private static final int LONGEST = 63;
    private static final int HASH_DIGITS = 8;

    public JobIdentity {
        labels = Map.copyOf(labels);
    }

    /** The Job that holds a release's datastores. */
    public static JobIdentity datastores(AppName app, ReleaseId release) {
        return of(app + "-" + release + "-datastores", app, release, DATASTORES);
    }

    /** The Job that runs a command for a stage: the tests, or a check of an environment. */
    public static JobIdentity command(AppName app, ReleaseId release, StageId stage) {
        boolean ofAnEnvironment = stage.value().contains(".");
        String name = app + "-" + release + "-" + stage.value().replace('.', '-');
        return of(name, app, release, ofAnEnvironment ? CHECK : TEST);
    }

    /** The Job that runs a command once in its namespace, whichever release begins it. */
    public static JobIdentity once(AppName app, ReleaseId release, StageId stage) {
        return of(app + "-" + stage.value().replace('.', '-'), app, release, CHECK);
    }

    /** The Job that has an image pulled for an environment, or for what else needs it. */
    public static JobIdentity prefetch(AppName app, ReleaseId release, String place) {
        return of(app + "-" + release + "-" + PREFETCH + "-" + place, app, release, PREFETCH);
    }

    /** A label selector for all that belongs to a release's datastores and tests, without an environment's checks. */
    public static String selectorOfTests(AppName app, ReleaseId release) {
        return Labels.APP + "=" + app + "," + Labels.RELEASE + "=" + release + "," + Labels.PART + " in (" + DATASTORES
                + "," + TEST + ")";
    }

    /** A label selector for the Job of this name and all that belongs to it. */
    static String selectorOf(String job) {
        return Labels.JOB + "=" + job;
    }

    private static JobIdentity of(String fullName, AppName app, ReleaseId release, String part) {
        String name = bounded(fullName);
        return new JobIdentity(
                name,
                Labels.ours(Map.of(
                        Labels.APP,
                        app.value(),
                        Labels.RELEASE,
                        release.value(),
                        Labels.PART,
                        part,
                        Labels.JOB,
                        name)));
    }

    /** Cuts a name that is too long and appends a hash of the whole, so that two names stay different. */
    private static String bounded(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        return name.substring(0, LONGEST - HASH_DIGITS - 1) + "-"
                + Digest.of(name).hex().substring(0, HASH_DIGITS);
    }
}
