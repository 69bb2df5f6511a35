package io.kuberelease.adapters.helm;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Renders a bundle's chart for an environment, in the environment's cluster, without changing anything there. */
final class ChartRenderer {
    /** Generous, since a usual chart takes a fifth of a second. */
    static final HelmWorker.Limits LIMITS = new HelmWorker.Limits(Duration.ofSeconds(60), Duration.ZERO);

    private final HelmWorkers workers;

    ChartRenderer(HelmWorkers workers) {
        this.workers = workers;
    }

    /** Renders without Secrets of the release's own. */
    Rendering render(
            DeployRequest request, PackagedChart chart, String kubeconfig, int revision, StageControl control) {
        return render(request, chart, kubeconfig, revision, Map.of(), control);
    }

    /**
     * Renders, and refuses a chart that would run another image than the bundle's.
     *
     * @param kubeconfig the access to the cluster; if empty, no cluster is asked
     * @param revision the number that the revision would get; above 1 it is rendered as an upgrade
     * @param secrets a hash of each value of the release's own Secrets, by Secret and key
     */
    Rendering render(
            DeployRequest request,
            PackagedChart chart,
            String kubeconfig,
            int revision,
            Map<String, Map<String, String>> secrets,
            StageControl control) {
        Bundle bundle = request.bundle();
        String what = bundle.app() + " " + bundle.version() + " for "
                + request.environment().name();
        EnvironmentValues values = new EnvironmentValues(
                bundle,
                request.environment().name(),
                chart,
                (image, place) -> works(image, place, request, chart, control));
        PerImage<ImagePlaces> shapes = values.shapes();
        bundle.images().stream().forEach(image -> sayUnusual(image, shapes.of(image.name()), control));
        Rendering rendering = Rendering.of(
                made(what, asked(request, chart, values.withImages(), kubeconfig, revision, secrets), control),
                request.environment().target().namespace());
        ImageCheck.check(rendering.manifests(), bundle.images().map(PlacedImage::reference), values);
        requirePlaces(
                request, chart, values, made -> asked(request, chart, made, kubeconfig, revision, secrets), control);
        return rendering;
    }

    /**
     * Refuses one of several places of an image that no container reads: the image arrives from the others, so nothing else
     * would tell. A part of the app may be switched off here; then another environment has to read the place.
     */
    private void requirePlaces(
            DeployRequest request,
            PackagedChart chart,
            EnvironmentValues values,
            Function<String, WorkerMessages.Render> here,
            StageControl control) {
        List<EnvironmentValues.Mark> unread = new ArrayList<>(values.marks());
        if (unread.isEmpty()) {
            return;
        }
        removeRead(unread, request, control, () -> here.apply(values.withMarks()));
        request.bundle().values().keySet().stream()
                .filter(environment -> !environment.equals(request.environment().name()))
                .forEach(environment -> {
                    EnvironmentValues there = new EnvironmentValues(request.bundle(), environment, chart);
                    try {
                        removeRead(
                                unread,
                                request,
                                control,
                                () -> asked(request, chart, there.withMarks(), "", 1, Map.of()));
                    } catch (ReleaseException.Failed broken) {
                        control.progress()
                                .log(
                                        "helm",
                                        "can't tell which places " + environment + " reads: " + broken.getMessage());
                    }
                });
        unread.stream().findFirst().ifPresent(place -> {
            throw values.images(place.image())
                    .refusal(
                            CauseKind.BAD_INPUT,
                            "no container reads " + ChartImages.called(place.image()) + " from "
                                    + place.place().written() + ", one of its places in the chart's values, in any"
                                    + " environment",
                            "correct that place in the release file, or leave it out");
        });
    }

    private void removeRead(
            List<EnvironmentValues.Mark> unread,
            DeployRequest request,
            StageControl control,
            Supplier<WorkerMessages.Render> asked) {
        if (unread.isEmpty()) {
            return;
        }
        Manifests manifests = Rendering.of(
                        made("the places for images", asked.get(), control),
                        request.environment().target().namespace())
                .manifests();
        unread.removeIf(place -> ImageCheck.runs(manifests, place.reference()));
    }

    /**
     * Renders with the image at this place, to give only advice that works: whether it reaches a container in every
     * environment of the bundle.
     */
    private boolean works(
            Optional<ImageName> image,
            ImageValues place,
            DeployRequest request,
            PackagedChart chart,
            StageControl control) {
        Bundle tried = EnvironmentValues.with(request.bundle(), image, place);
        return tried.values().keySet().stream().allMatch(environment -> {
            try {
                String values = new EnvironmentValues(tried, environment, chart, (other, none) -> false).withImages();
                WorkerMessages.Rendered made =
                        made("a place for the image", asked(request, chart, values, "", 1, Map.of()), control);
                return ImageCheck.accepts(
                        Rendering.of(made, request.environment().target().namespace())
                                .manifests(),
                        tried.images().of(image).reference());
            } catch (ReleaseException.Failed | ReleaseException.Errored no) {
                return false;
            }
        });
    }

    /** Logs the image's place if it was found in the chart and is not the usual one. */
    private static void sayUnusual(PerImage.Entry<PlacedImage> image, ImagePlaces shape, StageControl control) {
        ImageValues place = shape.all().get(0);
        boolean usual = place.registry().isEmpty() && place.repository().equals(ImageValues.USUAL.repository());
        if (image.value().places().isUsual() && !usual) {
            control.progress()
                    .log(
                            "helm",
                            ChartImages.called(image.name()) + " goes into the chart's values as " + shape.written());
        }
    }

    private WorkerMessages.Rendered made(String what, WorkerMessages.Render asked, StageControl control) {
        try {
            return workers.use(control, worker -> worker.ask("render", asked, WorkerMessages.Rendered.class, LIMITS));
        } catch (HelmWorker.Refused refused) {
            throw HelmErrors.rendering(what, refused);
        } catch (IOException gone) {
            if (control.cancellation().requested()) {
                throw new ReleaseException.Aborted("stopped while rendering " + what);
            }
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "could not render " + what + ": " + gone.getMessage()),
                    Duration.ZERO,
                    gone);
        }
    }

    private static WorkerMessages.Render asked(
            DeployRequest request,
            PackagedChart chart,
            String values,
            String kubeconfig,
            int revision,
            Map<String, Map<String, String>> secrets) {
        return new WorkerMessages.Render(
                Base64.getEncoder().encodeToString(chart.archive()),
                values,
                request.environment().app().value(),
                request.environment().target().namespace().value(),
                kubeconfig,
                revision,
                revision > 1,
                secrets);
    }
}
