package io.kuberelease.adapters.helm;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.ReleaseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The values that a chart is given in an environment: what the bundle has for it, with the image put in. */
final class EnvironmentValues {
    private final Bundle bundle;
    private final PackagedChart chart;
    private final Map<String, Object> own;

    EnvironmentValues(Bundle bundle, EnvironmentName environment, PackagedChart chart) {
        this.bundle = bundle;
        this.chart = chart;
        this.own = Yaml.map(Optional.ofNullable(bundle.values().get(environment))
                .orElseThrow(() -> new ReleaseException.Failed(Cause.of(
                                CauseKind.BAD_INPUT,
                                "the bundle of " + bundle.app() + " " + bundle.version()
                                        + " holds no values for environment " + environment)
                        .suggesting("release again, so that the bundle knows this environment"))));
    }

    /** The values as text. */
    String withImage() {
        Map<String, Object> values = new TreeMap<>(own);
        ImageValues image = bundle.imageValues();
        String digest = bundle.image().digest().value();
        set(values, image.repository(), bundle.image().repository().value());
        if (image.digest().isPresent()
                && (image.tag().isEmpty() || chartKnows(image.digest().get()))) {
            set(values, image.digest().get(), digest);
        } else if (image.tag().isPresent()) {
            set(values, image.tag().get(), bundle.version().asTag() + "@" + digest);
        }
        return Yaml.canonical(values);
    }

    /** The same for the same image, chart content and values, whatever the version is. */
    String fingerprint() {
        return Digest.of(String.join(
                        "\n",
                        bundle.image().toString(),
                        bundle.imageValues().toString(),
                        chart.contentApartFromVersion().value(),
                        Yaml.canonical(own)))
                .value();
    }

    private boolean chartKnows(String path) {
        Map<String, Object> values = chart.values();
        String[] steps = path.split("\\.", -1);
        for (int i = 0; i < steps.length - 1; i++) {
            values = Yaml.inner(values, steps[i]);
        }
        return values.containsKey(steps[steps.length - 1]);
    }

    private static void set(Map<String, Object> values, String path, String value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            values.put(path, value);
            return;
        }
        Map<String, Object> inner = Yaml.inner(values, path.substring(0, dot));
        set(inner, path.substring(dot + 1), value);
        values.put(path.substring(0, dot), inner);
    }
}
