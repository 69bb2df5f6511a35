package io.kuberelease.model;

import java.util.Map;

/**
 * Everything an environment is given, as one immutable artifact: what was tested is what is promoted.
 *
 * @param app the app
 * @param version the version of the app
 * @param commit the source it was made from
 * @param images the tested images, by digest, each with the chart values that take it
 * @param chart the packaged chart
 * @param values each environment's merged values as canonical YAML or JSON text; holds no secret
 */
public record Bundle(
        AppName app,
        Version version,
        String commit,
        PerImage<PlacedImage> images,
        ChartArchive chart,
        Map<EnvironmentName, String> values) {
    public Bundle {
        values = Map.copyOf(values);
    }
}
