package io.jenkins.plugins.kuberelease.ground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Helm's process from the module beside this one, since a plugin under test is not packed yet. */
public final class HelmWorkerInPlace implements BeforeAllCallback {
    private static final String PROPERTY = "io.jenkins.plugins.kuberelease.helmWorker";
    private static final Path PLACE = Path.of("target/helm-worker").toAbsolutePath();

    /** The same for a Jenkins in a process of its own, as an option of Java. */
    public static String option() {
        return "-D" + PROPERTY + "=" + PLACE;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path target = Files.createDirectories(PLACE);
        for (Path directory : List.of(Path.of("../helm-worker/target"), Path.of("../helm-worker/target/lib"))) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path jar :
                        files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                    link(jar.toAbsolutePath(), target.resolve(jar.getFileName()));
                }
            }
        }
        System.setProperty(PROPERTY, target.toString());
    }

    private static void link(Path jar, Path link) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, jar);
    }
}
