package io.kuberelease.adapters.helm;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ChartSpec;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.LintRule;
import io.kuberelease.port.ChartPackager;
import io.kuberelease.port.ChartValues.ValuesFile;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a chart with Helm's lint, with the values of each environment, since a chart need not work with its defaults
 * alone. Blocks.
 */
final class ChartLint {
    private static final PlacedImage UNKNOWN =
            new PlacedImage(madeUp(new ImageRepository("registry.example/app")), ImagePlaces.USUAL);

    private static final int LONGEST = 400;

    /** As Helm's loader of schemas says it where there was no answer, or one of a server in trouble. */
    private static final Pattern UNFETCHED = Pattern.compile("failing loading \"(https?://[^\"]+)\": "
            + "(HTTP request failed for .*|HTTP request to \\S+ returned status (?:5\\d\\d|429)\\b.*)");

    private final Path source;
    private final HelmWorkers workers;

    /** @param source the release file's directory, to which the paths of values files are relative */
    ChartLint(Path source, HelmWorkers workers) {
        this.source = source;
        this.workers = workers;
    }

    /**
     * @throws ReleaseException.Failed with all findings when lint reports errors and the release file does not accept
     *     them
     * @throws UncheckedIOException when the worker died or was killed
     */
    void check(ChartSpec spec, PackagedChart chart, ChartPackager.Use use, StageControl control) {
        LintRule rule = spec.lint().orElse(LintRule.REFUSE);
        List<String> findings = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        if (rule == LintRule.OFF) {
            return;
        }
        for (EnvironmentSpec environment : use.environments()) {
            values(environment, control).ifPresent(values -> {
                WorkerMessages.Linted linted =
                        linted(chart, withImage(spec, chart, use, environment, values), environment, control);
                linted.all().stream()
                        .filter(finding -> !findings.contains(finding))
                        .forEach(findings::add);
                if (linted.failed() && rule == LintRule.REFUSE) {
                    requireSchemas(spec, linted.all());
                }
                if (linted.failed()) {
                    errors.add(firstError(linted.all()) + " (with the values of " + environment.name() + ")");
                }
            });
        }
        if (!errors.isEmpty() && rule == LintRule.REFUSE) {
            throw refused(
                    "the chart in " + spec.path() + " is not acceptable to Helm: " + String.join("; ", errors),
                    findings);
        }
        findings.forEach(finding -> control.progress().log("helm", finding));
    }

    /**
     * @throws ReleaseException.Errored when a schema that the chart's own refers to could not be fetched: that says
     *     nothing of the chart
     */
    private static void requireSchemas(ChartSpec spec, List<String> findings) {
        findings.stream()
                .map(UNFETCHED::matcher)
                .filter(Matcher::find)
                .findFirst()
                .ifPresent(found -> {
                    throw new ReleaseException.Errored(
                            Cause.of(
                                            CauseKind.UNAVAILABLE,
                                            "could not check the values of the chart in " + spec.path()
                                                    + ": its values.schema.json refers to " + found.group(1)
                                                    + ", which could not be fetched: " + inOneLine(found.group(2)))
                                    .suggesting("check that this machine reaches it, or keep that schema in the chart"),
                            Duration.ZERO);
                });
    }

    static String firstError(List<String> findings) {
        return findings.stream()
                .filter(finding -> finding.startsWith("[ERROR]"))
                .findFirst()
                .map(finding -> SchemaFindings.in(finding).orElseGet(() -> inOneLine(finding)))
                .orElse("Helm's lint finds it wrong");
    }

    /** Joins the lines of a finding, of which Helm 4 puts the place on the first and the reason on later ones. */
    private static String inOneLine(String finding) {
        String line = finding.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    static ReleaseException refused(String summary, List<String> findings) {
        return new ReleaseException.Failed(Cause.of(CauseKind.CHART_INVALID, summary)
                .seen(List.of(new Evidence("Helm's findings", findings)))
                .suggesting("mend what Helm names; helm lint shows the same, and chart.lint: warn in the release file"
                        + " accepts it"));
    }

    /**
     * Absent when a file is not there, or leads out of the source: whoever makes the bundle says that. What Helm can't read
     * is told here, before tests have run.
     */
    private Optional<String> values(EnvironmentSpec environment, StageControl control) {
        List<ValuesFile> files = new ArrayList<>();
        try {
            for (String name : environment.values()) {
                Path file = source.resolve(name).toRealPath();
                if (!file.startsWith(source.toRealPath())) {
                    return Optional.empty();
                }
                files.add(new ValuesFile(name, Files.readString(file)));
            }
            return Optional.of(new HelmValues(workers).merged(files, control));
        } catch (IOException later) {
            return Optional.empty();
        }
    }

    /** The values with made-up images, since the real ones are not built yet. */
    private static String withImage(
            ChartSpec spec, PackagedChart chart, ChartPackager.Use use, EnvironmentSpec environment, String values) {
        EnvironmentName name = environment.name();
        Bundle bundle = new Bundle(
                new AppName("app"),
                spec.version(),
                "",
                use.images()
                        .map(images -> images.map(image -> new PlacedImage(madeUp(image.repository()), image.values())))
                        .orElse(PerImage.single(UNKNOWN)),
                new ChartArchive(chart.name(), spec.version(), Digest.of("a chart")),
                Map.of(name, values));
        return new EnvironmentValues(bundle, name, chart).withImages();
    }

    private static ImageReference madeUp(ImageRepository repository) {
        return new ImageReference(repository, Digest.of("an image"));
    }

    private WorkerMessages.Linted linted(
            PackagedChart chart, String values, EnvironmentSpec environment, StageControl control) {
        try {
            return workers.use(
                    control,
                    worker -> worker.ask(
                            "lint",
                            new WorkerMessages.Lint(
                                    Base64.getEncoder().encodeToString(chart.archive()),
                                    values,
                                    environment.target().namespace().value()),
                            WorkerMessages.Linted.class,
                            ChartRenderer.LIMITS));
        } catch (HelmWorker.Refused refused) {
            String said = String.valueOf(refused.getMessage());
            return new WorkerMessages.Linted(true, List.of("[ERROR] " + said));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
