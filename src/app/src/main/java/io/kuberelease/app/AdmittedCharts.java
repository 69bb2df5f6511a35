package io.kuberelease.app;

import io.kuberelease.model.ChartArchive;
import io.kuberelease.plan.ChartSpec;
import io.kuberelease.port.ChartPackager;
import io.kuberelease.port.StageControl;

/**
 * Packages no chart that a stranger has written: that happens on the host, where Helm would fetch what Chart.yaml and
 * the schema of the values name, and render the templates. To leave out the fetching alone would not do, as the checks
 * render as well; and such a chart could go nowhere, since its release reaches no cluster and no registry.
 */
record AdmittedCharts(PortsConfig.Admission admission, ChartPackager packager) implements ChartPackager {
    private static final String HELM = "Helm on the controller, which fetches and renders what a chart says";

    @Override
    public ChartArchive pack(ChartSpec chart, Use use, StageControl control) {
        admission.admit(HELM);
        return packager.pack(chart, use, control);
    }

    @Override
    public void publish(ChartArchive archive, String repository, StageControl control) {
        admission.admit(HELM);
        packager.publish(archive, repository, control);
    }
}
