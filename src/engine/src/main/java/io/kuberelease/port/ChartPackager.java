package io.kuberelease.port;

import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.PerImage;
import io.kuberelease.plan.ChartSpec;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import java.util.List;
import java.util.Optional;

/** Turns a chart's directory into an archive that is the same, byte for byte, each time. Methods block. */
public interface ChartPackager {

    /**
     * Checks the chart as Helm does, takes in its dependencies and packages it with the wanted version. The archive is
     * kept in {@link ReleaseFiles} under its digest.
     *
     * @param use its use: it is checked with the values of each environment
     * @throws io.kuberelease.model.ReleaseException.Failed with all of Helm's findings when the chart is not acceptable
     */
    ChartArchive pack(ChartSpec chart, Use use, StageControl control);

    /**
     * The use that a chart is packaged for.
     *
     * @param environments the environments whose values it gets; none when it is only packaged
     * @param images the app's images; absent when they are not known
     */
    record Use(List<EnvironmentSpec> environments, Optional<PerImage<ImageSpec>> images) {
        /** No environments and no images: the chart is only packaged. */
        public static final Use UNKNOWN = new Use(List.of(), Optional.empty());

        public Use {
            environments = List.copyOf(environments);
        }

        /** The use of the chart in this plan. */
        public static Use in(ReleasePlan plan) {
            return new Use(
                    plan.writeBundle().map(StageTask.WriteBundle::environments).orElse(List.of()), plan.images());
        }
    }

    /**
     * Puts a packaged chart into the chart repository it belongs to. Idempotent for the same version with the same
     * content.
     */
    void publish(ChartArchive archive, String repository, StageControl control);
}
