package io.kuberelease.cli.init;

import io.kuberelease.plan.DatastoreCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The datastores that a compose file starts, as far as they are known by name. */
final class ComposeFile {
    private static final List<String> NAMES =
            List.of("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml");

    private final Path directory;
    private final DatastoreCatalogue catalogue = new DatastoreCatalogue();

    ComposeFile(Path directory) {
        this.directory = directory;
    }

    /** Their names with their versions; none when there is no such file or it can't be read. */
    Map<String, String> datastores() throws IOException {
        Map<String, String> found = new HashMap<>();
        Optional<Path> file = NAMES.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
        if (file.isPresent()) {
            images(Files.readString(file.get())).forEach(image -> add(image, found));
        }
        return found;
    }

    /** A file that can't be read is no reason to refuse: it was only looked at for a hint. */
    private static List<String> images(String text) {
        try {
            Object root = new Load(LoadSettings.builder().build()).loadFromString(text);
            if (root instanceof Map<?, ?> content && content.get("services") instanceof Map<?, ?> services) {
                return services.values().stream()
                        .filter(Map.class::isInstance)
                        .map(service -> String.valueOf(((Map<?, ?>) service).get("image")))
                        .toList();
            }
            return List.of();
        } catch (YamlEngineException unreadable) {
            return List.of();
        }
    }

    private void add(String image, Map<String, String> found) {
        String byTag = image.replaceFirst("@.*", "");
        String last = byTag.substring(byTag.lastIndexOf('/') + 1);
        int colon = last.indexOf(':');
        if (colon < 0) {
            return;
        }
        String plain = last.substring(0, colon);
        String name = plain.equals("mongo") ? "mongodb" : plain;
        String version = last.substring(colon + 1);
        if (catalogue.names().contains(name) && catalogue.isVersion(version)) {
            found.putIfAbsent(name, version);
        }
    }
}
