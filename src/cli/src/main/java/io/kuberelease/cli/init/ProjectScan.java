package io.kuberelease.cli.init;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found in a repository; all paths are relative to it.
 *
 * @param app a name for the app, made from the directory's
 * @param dockerfile the Dockerfile; absent when there is none
 * @param chart the chart's directory; absent when there is none
 * @param datastores those of a compose file that are known by name, with their version
 * @param test what runs the tests, as far as that can be guessed; empty when it can't
 * @param values the values file of an environment, by its name
 * @param contexts the contexts of the user's kubeconfig
 */
public record ProjectScan(
        String app,
        Optional<String> dockerfile,
        Optional<String> chart,
        Map<String, String> datastores,
        List<String> test,
        Map<String, String> values,
        List<String> contexts) {
    public ProjectScan {
        datastores = Map.copyOf(datastores);
        test = List.copyOf(test);
        values = Map.copyOf(values);
        contexts = List.copyOf(contexts);
    }
}
