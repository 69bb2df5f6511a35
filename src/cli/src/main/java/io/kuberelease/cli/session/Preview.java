package io.kuberelease.cli.session;

import io.kuberelease.engine.PlannedImages;
import io.kuberelease.engine.Ports;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.plan.StageTask.PackageChart;
import io.kuberelease.plan.StageTask.WriteBundle;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.BundleStore.Contents;
import io.kuberelease.port.ChartPackager;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds out what a release would change, by making its bundle without keeping it anywhere. */
public final class Preview {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(30);

    private final Ports ports;
    private final BundleStore bundles;

    /**
     * @param bundles holds the bundle during the preview
     */
    public Preview(Ports ports, BundleStore bundles) {
        this.ports = ports;
        this.bundles = bundles;
    }

    /** Makes the diff of each environment of the plan, in its order. Builds the image and blocks. */
    public Map<EnvironmentName, EnvironmentDiff> of(ReleasePlan plan, Instant now) {
        StageControl control = StageControl.alone(plan.release(), new StageId("preview"), now.plus(TIME_LIMIT));
        ImageReference reference = bundle(plan, control);
        Bundle bundle = bundles.read(reference, control);
        Map<EnvironmentName, EnvironmentDiff> diffs = new LinkedHashMap<>();
        for (EnvironmentSpec environment : reached(plan)) {
            DeployRequest request = new DeployRequest(environment, bundle, reference);
            diffs.put(
                    environment.name(),
                    ports.deployer().compare(request, control).diff());
        }
        return diffs;
    }

    /** The environments that the release goes to; the bundle is for all environments. */
    private static List<EnvironmentSpec> reached(ReleasePlan plan) {
        return plan.environments();
    }

    private ImageReference bundle(ReleasePlan plan, StageControl control) {
        WriteBundle write = task(plan, WriteBundle.class);
        ChartArchive chart =
                ports.charts().pack(task(plan, PackageChart.class).chart(), ChartPackager.Use.in(plan), control);
        PerImage<ImageReference> images = built(plan, control);
        Contents contents = new Contents(
                plan.app(),
                plan.version(),
                plan.source().commit(),
                PlannedImages.of(plan, images),
                chart,
                write.environments());
        return bundles.write(contents, write.repository(), control);
    }

    /** One after the other: whoever looks at a diff has time, and sees one log at a time. */
    private PerImage<ImageReference> built(ReleasePlan plan, StageControl control) {
        return plan.imageStages().orElseThrow().map(stage -> ports.builder()
                .build((BuildImage) plan.stage(stage).task(), control)
                .image());
    }

    private static <T extends StageTask> T task(ReleasePlan plan, Class<T> kind) {
        return plan.stages().stream()
                .map(stage -> stage.task())
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }
}
