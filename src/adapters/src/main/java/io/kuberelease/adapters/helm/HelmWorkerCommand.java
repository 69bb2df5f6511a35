package io.kuberelease.adapters.helm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The command, environment and memory limit with which Helm workers are started.
 *
 * @param directory the directory of the workers, to which their program is extracted
 * @param memoryMib the memory that one worker may use, in MiB
 */
public record HelmWorkerCommand(Path directory, int memoryMib) {
    private static final int USUAL_MEMORY_MIB = 1024;

    // The variables that a kubeconfig's credential plugin and connections need. Helm gets nothing else of our
    // environment, neither our own secrets nor what would lead it to another cluster.
    private static final Set<String> HANDED_ON = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "TZ",
            "TMPDIR",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "ALL_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "all_proxy",
            "USE_GKE_GCLOUD_AUTH_PLUGIN",
            "KRB5CCNAME");
    private static final List<String> FAMILIES_HANDED_ON = List.of(
            "LC_", "XDG_", "AWS_", "AZURE_", "AAD_", "ARM_", "GOOGLE_", "CLOUDSDK_", "OCI_", "TSH_", "TELEPORT_");

    /** The command with the usual memory limit. */
    public static HelmWorkerCommand in(Path directory) {
        return new HelmWorkerCommand(directory, USUAL_MEMORY_MIB);
    }

    ProcessBuilder builder() throws IOException {
        Path program = HelmWorkerProgram.ofThisMachine().in(directory);
        List<String> command = new ArrayList<>();
        ProcessBuilder builder = new ProcessBuilder(command);
        // With a session of its own, Helm does not get the terminal's Ctrl-C, and we decide when it stops.
        if (onPath("setsid", builder.environment().getOrDefault("PATH", ""))) {
            command.add("setsid");
        }
        command.add(program.toString());
        command.add(directory.resolve("work").toString());
        Map<String, String> own = environment(builder.environment());
        builder.environment().clear();
        builder.environment().putAll(own);
        return builder;
    }

    private Map<String, String> environment(Map<String, String> ours) {
        Map<String, String> environment = new TreeMap<>(ours);
        environment.keySet().removeIf(name -> !isHandedOn(name));
        environment.put("HELM_WORKER_MEMORY_MIB", Integer.toString(memoryMib));
        return environment;
    }

    private static boolean isHandedOn(String name) {
        return HANDED_ON.contains(name) || FAMILIES_HANDED_ON.stream().anyMatch(name::startsWith);
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
