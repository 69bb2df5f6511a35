package io.kuberelease.app.compose;

import io.kuberelease.model.ImageName;
import io.kuberelease.plan.DatastoreSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What one service of a compose file becomes: a Deployment with a Service, or a Job for one that ends by itself.
 *
 * @param name its name in the cluster, under which the others reach it
 * @param image another one than the app's own; absent for that
 * @param built which of the app's own it runs, where it has several
 * @param command takes the place of the image's entrypoint; absent for the image's own
 * @param arguments take the place of the image's command; absent for the image's own
 * @param variables plain ones, by name
 * @param secrets variables whose values are in the app's Secret: the key there, by the variable's name
 * @param aliases more names under which the others reach it
 * @param waitsFor what it needs before it starts
 * @param once whether it ends by itself
 * @param datastore the datastore of a release file that it is; absent when it is none
 */
record Workload(
        String name,
        Optional<String> image,
        Optional<ImageName> built,
        Optional<List<String>> command,
        Optional<List<String>> arguments,
        SortedMap<String, String> variables,
        SortedMap<String, String> secrets,
        List<Port> ports,
        List<String> aliases,
        Optional<Check> check,
        List<Mount> mounts,
        List<Wait> waitsFor,
        Settings settings,
        boolean once,
        Optional<DatastoreSpec> datastore) {

    /** A port of the container. */
    record Port(int number, String protocol) {}

    /**
     * When it is ready.
     *
     * @param path a path that answers on {@code port}; absent when {@code command} tells
     */
    record Check(Optional<String> path, int port, List<String> command, long period, long timeout, long failures) {}

    /** A directory or file in the container, and what it holds. */
    record Mount(String path, Content content, boolean readOnly) {}

    /** What is mounted. */
    sealed interface Content {
        /** Data that stays: a claim of that name. */
        record Claim(String name) implements Content {}

        /** Files of the chart: the key in {@code files/} of one, absent for all of that directory; programs if executable. */
        record Files(String directory, Optional<String> file, boolean executable) implements Content {}

        /** One key of the app's Secret. */
        record SecretKey(String key) implements Content {}

        /** Memory for that path, of a size where that is said. */
        record Memory(String path, Optional<String> size) implements Content {}
    }

    /**
     * Another workload that is to be there before.
     *
     * @param port one that has to answer; absent where none is known, and the name has to lead somewhere
     */
    record Wait(String host, Optional<Integer> port) {}

    /**
     * How the container runs.
     *
     * @param fields of the container, as YAML in flow form by their names
     * @param podFields of the pod, the same
     */
    record Settings(int replicas, Map<String, String> fields, Map<String, String> podFields) {}
}
