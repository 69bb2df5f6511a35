package io.kuberelease.port;

import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ImageValues;
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
     * @param use what it will be given: it is checked with the values of each environment
     * @throws io.kuberelease.model.ReleaseException.Failed with all of Helm's findings when the chart is not acceptable
     */
    ChartArchive pack(ChartSpec chart, Use use, StageControl control);

    /**
     * What a chart will be given.
     *
     * @param environments whose values it gets; none when it is only packaged
     * @param repository where its image will be; absent when that is not known
     * @param values which of its values take the image
     */
    record Use(List<EnvironmentSpec> environments, Optional<ImageRepository> repository, ImageValues values) {
        /** Nothing is known of it. */
        public static final Use UNKNOWN = new Use(List.of(), Optional.empty(), ImageValues.USUAL);

        public Use {
            environments = List.copyOf(environments);
        }

        /** What the plan has for it. */
        public static Use in(ReleasePlan plan) {
            Optional<ImageSpec> image = plan.image();
            return new Use(
                    plan.writeBundle().map(StageTask.WriteBundle::environments).orElse(List.of()),
                    image.map(ImageSpec::repository),
                    image.map(ImageSpec::values).orElse(ImageValues.USUAL));
        }
    }

    /** Puts a packaged chart into the chart repository it belongs to; the same version with the same content is fine. */
    void publish(ChartArchive archive, String repository, StageControl control);
}
