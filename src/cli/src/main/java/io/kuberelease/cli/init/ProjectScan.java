package io.kuberelease.cli.init;

import io.kuberelease.app.compose.ComposedChart;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of scanning a repository; all paths are relative to it.
 *
 * @param app a name for the app, made from the directory's
 * @param dockerfile the Dockerfile; absent when there is none
 * @param chart the chart's directory; absent when there is none
 * @param datastores the known datastores in a compose file, with their versions
 * @param test a guess at the command that runs the tests; empty when there is none
 * @param values the values files by environment, where there are any
 * @param contexts the contexts of the user's kubeconfig
 * @param composed the chart that is made of a compose file; absent where there is a chart
 */
public record ProjectScan(
        String app,
        Optional<String> dockerfile,
        Optional<String> chart,
        Map<String, String> datastores,
        List<String> test,
        Map<String, String> values,
        List<String> contexts,
        Optional<ComposedChart> composed) {
    public ProjectScan {
        datastores = Map.copyOf(datastores);
        test = List.copyOf(test);
        values = Map.copyOf(values);
        contexts = List.copyOf(contexts);
    }

    /** The same with a chart that is made of a compose file; in which of several images tests run is not guessed. */
    public ProjectScan with(Optional<ComposedChart> made) {
        return new ProjectScan(
                app,
                made.map(chart -> chart.images().only().flatMap(ComposedChart.Image::dockerfile))
                        .orElse(dockerfile),
                made.isPresent() ? Optional.empty() : chart,
                made.map(ComposedChart::datastores).orElse(datastores),
                made.filter(chart -> chart.images().only().isEmpty()).isPresent() ? List.of() : test,
                values,
                contexts,
                made);
    }
}
