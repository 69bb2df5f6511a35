package io.kuberelease.port;

import io.kuberelease.model.ChartArchive;
import io.kuberelease.plan.ChartSpec;

/** Turns a chart's directory into an archive that is the same, byte for byte, each time. Methods block. */
public interface ChartPackager {

    /**
     * Checks the chart as Helm does, takes in its dependencies and packages it with the wanted version. The archive is
     * kept in {@link ReleaseFiles} under its digest.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed with all of Helm's findings when the chart is not acceptable
     */
    ChartArchive pack(ChartSpec chart, StageControl control);

    /** Puts a packaged chart into the chart repository it belongs to; the same version with the same content is fine. */
    void publish(ChartArchive archive, String repository, StageControl control);
}
