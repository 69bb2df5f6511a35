package io.kuberelease.adapters.helm;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a Helm worker is started.
 *
 * @param java the program that runs Java
 * @param classPath the worker's own class path, as {@code java -cp} takes it
 * @param directory what the workers may use; the native library is kept there
 */
public record HelmWorkerCommand(Path java, String classPath, Path directory) {
    // What would lead Helm to another cluster, or to another place for its records, than we say.
    private static final Set<String> NOT_FOR_THE_WORKER =
            Set.of("KUBECONFIG", "HELM_NAMESPACE", "HELM_DRIVER", "HELM_DEBUG", "KUBERNETES_MASTER");

    /** The Java that runs us, with all jars of a directory. */
    public static HelmWorkerCommand of(Path libraries, Path directory) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new HelmWorkerCommand(java, libraries.resolve("*").toString(), directory);
    }

    ProcessBuilder builder() {
        List<String> command = new ArrayList<>();
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        // In a session of its own, Ctrl-C on the terminal reaches us alone, and we decide what becomes of Helm.
        if (onPath("setsid", environment.getOrDefault("PATH", ""))) {
            command.add("setsid");
        }
        command.addAll(List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                classPath,
                "io.kuberelease.helmworker.Main",
                directory.toString()));
        environment.keySet().removeIf(name -> NOT_FOR_THE_WORKER.contains(name) || name.startsWith("HELM_KUBE"));
        environment.put("KUBECONFIG", File.separatorChar == '/' ? "/dev/null" : "NUL");
        return builder;
    }

    private static boolean onPath(String program, String path) {
        for (String directory : path.split(File.pathSeparator, -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
