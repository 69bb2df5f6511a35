package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import java.util.List;
import java.util.Optional;

/**
 * An app and its environments as a release file describes them, read without its source: enough to see what is where,
 * and to take an existing bundle to an environment.
 */
public final class AppDescription {
    private final ReleaseParts parts;

    AppDescription(ReleaseParts parts) {
        this.parts = parts;
    }

    /** The app. */
    public AppName app() {
        return parts.app();
    }

    /** The repository of its bundles, which is also that of its first image. */
    public ImageRepository repository() {
        return parts.bundles();
    }

    /** Where its releases send their events. */
    public Notify notifies() {
        return parts.notifies();
    }

    /** What is said of its previews; absent: nothing. */
    public Optional<PreviewRules> previews() {
        return parts.previews();
    }

    /** Whether its images are brought to nodes before they are needed there. */
    boolean prefetches() {
        return parts.prefetches();
    }

    /** Those of its several images that are not. */
    List<ImageName> pulledLate() {
        return parts.pulledLate();
    }

    /** Its environments, each after those that it comes after. */
    public List<EnvironmentSpec> environments() {
        return parts.steps().stream().map(AppDescription::spec).toList();
    }

    /**
     * The environment of that name.
     *
     * @throws ReleaseException.Failed when there is none; names those that there are
     */
    public EnvironmentSpec environment(String name) {
        return environments().stream()
                .filter(environment -> environment.name().value().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    /** The environments that must have had a bundle before this one gets it. */
    public List<EnvironmentSpec> before(EnvironmentSpec environment) {
        List<EnvironmentName> names = step(environment.name()).awaited().stream()
                .flatMap(stage -> stage.environment().stream())
                .toList();
        return environments().stream()
                .filter(other -> names.contains(other.name()))
                .toList();
    }

    /** The checks after a deployment to the environment; empty when it has none. */
    public Optional<VerifySpec> checks(EnvironmentSpec environment) {
        return step(environment.name()).environment().verify();
    }

    ReleaseParts.Step step(EnvironmentName name) {
        return parts.steps().stream()
                .filter(step -> spec(step).name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name.value()));
    }

    List<ReleaseParts.Step> steps() {
        return parts.steps();
    }

    private static EnvironmentSpec spec(ReleaseParts.Step step) {
        return step.environment().spec();
    }

    private ReleaseException.Failed unknown(String name) {
        List<String> names = environments().stream()
                .map(environment -> environment.name().value())
                .toList();
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.BAD_INPUT,
                        "\"" + name + "\" is not an environment of " + app() + ": the release file has "
                                + (names.isEmpty() ? "none" : String.join(", ", names)))
                .suggesting(Nearest.to(name, names)
                        .map(near -> "say " + near)
                        .orElse("name one of them, or add it to the release file")));
    }
}
