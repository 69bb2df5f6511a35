package io.kuberelease.adapters.helm;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;

/** Renders a bundle's chart for an environment, in the environment's cluster, without changing anything there. */
final class ChartRenderer {
    private final HelmWorkers workers;

    ChartRenderer(HelmWorkers workers) {
        this.workers = workers;
    }

    /**
     * Renders, and refuses a chart that would run another image than the bundle's.
     *
     * @param kubeconfig empty: no cluster is asked
     * @param revision the revision that it would be
     */
    Manifests render(
            DeployRequest request, PackagedChart chart, String kubeconfig, int revision, StageControl control) {
        Bundle bundle = request.bundle();
        String what = bundle.app() + " " + bundle.version() + " for "
                + request.environment().name();
        EnvironmentValues values =
                new EnvironmentValues(bundle, request.environment().name(), chart);
        sayUnusual(bundle.imageValues(), values.shape(), control);
        String text = templates(what, asked(request, chart, values.withImage(), kubeconfig, revision), control);
        Manifests manifests =
                Manifests.parse(text, request.environment().target().namespace());
        ImageCheck.check(manifests, bundle.image(), values);
        return manifests;
    }

    /** What was found in the chart and not said in the release file is told. */
    private static void sayUnusual(ImageValues said, ImageValues shape, StageControl control) {
        boolean usual = shape.registry().isEmpty() && shape.repository().equals(ImageValues.USUAL.repository());
        if (said.equals(ImageValues.USUAL) && !usual) {
            control.progress().log("helm", "the image goes into the chart's values as " + shape.written());
        }
    }

    private String templates(String what, WorkerMessages.Render asked, StageControl control) {
        try {
            return workers.use(control, worker -> inCluster(worker, asked)).all().stream()
                    .map(template -> "---\n" + template.manifests() + "\n")
                    .reduce("", String::concat);
        } catch (HelmWorker.Refused refused) {
            throw HelmErrors.rendering(what, refused);
        } catch (IOException gone) {
            if (control.cancellation().requested()) {
                throw new ReleaseException.Aborted("stopped while rendering " + what + "; nothing was changed");
            }
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "could not render " + what + ": " + gone.getMessage()),
                    Duration.ZERO,
                    gone);
        }
    }

    /** A cluster that does not have the chart's own kinds yet can't check its resources: then Helm renders alone. */
    private static WorkerMessages.Rendered inCluster(HelmWorker worker, WorkerMessages.Render asked)
            throws IOException, HelmWorker.Refused {
        try {
            return worker.ask("render", asked, WorkerMessages.Rendered.class);
        } catch (HelmWorker.Refused refused) {
            if (String.valueOf(refused.getMessage()).contains("no matches for kind")) {
                return worker.ask("render", asked.withoutCluster(), WorkerMessages.Rendered.class);
            }
            throw refused;
        }
    }

    private static WorkerMessages.Render asked(
            DeployRequest request, PackagedChart chart, String values, String kubeconfig, int revision) {
        return new WorkerMessages.Render(
                Base64.getEncoder().encodeToString(chart.archive()),
                values,
                request.environment().app().value(),
                request.environment().target().namespace().value(),
                kubeconfig,
                revision,
                revision > 1);
    }
}
