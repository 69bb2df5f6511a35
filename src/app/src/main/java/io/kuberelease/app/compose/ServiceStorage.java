package io.kuberelease.app.compose;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.app.compose.Workload.Content;
import io.kuberelease.app.compose.Workload.Mount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a service finds in its file system: data that stays becomes a claim, a file of the repository becomes one of the
 * chart, a directory of sources that is laid over the image's own is left to the image.
 */
final class ServiceStorage {
    /** A ConfigMap takes a mebibyte, with what is around it. */
    private static final long MOST_BYTES = 512 * 1024;

    private final Path root;
    private final String service;
    private final JsonNode fields;
    private final JsonNode project;
    private final Leftovers leftovers;
    private final boolean isDatastore;
    private final List<Mount> mounts = new ArrayList<>();
    private final Map<String, String> files = new TreeMap<>();
    private final Map<String, String> secrets = new TreeMap<>();

    /** @param isDatastore whether its image fills its directory by itself */
    ServiceStorage(
            Path root, String service, JsonNode fields, JsonNode project, Leftovers leftovers, boolean isDatastore) {
        this.root = root;
        this.service = service;
        this.fields = fields;
        this.project = project;
        this.leftovers = leftovers;
        this.isDatastore = isDatastore;
    }

    /** Reads it all. */
    ServiceStorage read() throws IOException {
        int number = 0;
        for (JsonNode volume : fields.path("volumes")) {
            volume(volume, number++);
        }
        for (String target : ServiceReader.strings(fields.path("tmpfs"))) {
            mounts.add(new Mount(target.replaceFirst(":.*", ""), new Content.Memory(OptionalLong.empty()), false));
        }
        if (fields.hasNonNull("shm_size")) {
            mounts.add(new Mount(
                    "/dev/shm",
                    new Content.Memory(OptionalLong.of(fields.path("shm_size").asLong())),
                    false));
        }
        for (JsonNode secret : fields.path("secrets")) {
            secret(secret);
        }
        for (JsonNode config : fields.path("configs")) {
            config(config);
        }
        return this;
    }

    /** What is mounted, and where. */
    List<Mount> mounts() {
        return List.copyOf(mounts);
    }

    /** The chart's files, by their paths in {@code files/}. */
    Map<String, String> files() {
        return Map.copyOf(files);
    }

    /** The values of secrets that are files of the repository, by their keys. */
    Map<String, String> secrets() {
        return Map.copyOf(secrets);
    }

    private void volume(JsonNode volume, int number) throws IOException {
        String target = volume.path("target").asText();
        boolean readOnly = volume.path("read_only").asBoolean();
        String index = String.valueOf(number);
        switch (volume.path("type").asText()) {
            case "volume" -> {
                if (!volume.hasNonNull("source")) {
                    left(
                            "is left out: what the image has at " + target + " is there, and can be written",
                            "volumes",
                            index);
                } else {
                    String name = volume.path("source").asText();
                    mounts.add(new Mount(target, new Content.Claim(Names.label(name)), readOnly));
                    if (!isDatastore) {
                        left(
                                "is a claim that begins empty: Compose would put there what the image has at " + target,
                                "volumes",
                                index);
                    }
                    if (project.path("volumes").path(name).path("external").asBoolean()) {
                        leftovers.add(
                                "is a claim of the chart: copy what is in the volume if it is needed", "volumes", name);
                    }
                }
            }
            case "tmpfs" ->
                mounts.add(new Mount(
                        target,
                        new Content.Memory(
                                volume.path("tmpfs").has("size")
                                        ? OptionalLong.of(volume.path("tmpfs")
                                                .path("size")
                                                .asLong())
                                        : OptionalLong.empty()),
                        false));
            case "bind" -> bind(Path.of(volume.path("source").asText()), target, readOnly, index);
            default -> left("is left out: a pod has nothing like it", "volumes", index);
        }
    }

    private void bind(Path source, String target, boolean readOnly, String index) throws IOException {
        Path context = Path.of(fields.path("build").path("context").asText("/nowhere"));
        if (!source.startsWith(root)) {
            left("is left out: " + source + " is a file of the machine, which a pod does not see", "volumes", index);
        } else if (fields.has("build")
                && Files.isDirectory(source)
                && (source.startsWith(context) || context.startsWith(source))) {
            left(
                    "is left out: it lays the sources over those in the image, for a developer; see that the Dockerfile"
                            + " copies them",
                    "volumes",
                    index);
        } else if (!Files.exists(source) || isEmptyDirectory(source)) {
            mounts.add(
                    new Mount(target, new Content.Claim(Names.label(service + "-" + source.getFileName())), readOnly));
            left("is a claim of the chart, since there is nothing in it here", "volumes", index);
        } else {
            carry(source, target, index);
        }
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.allMatch(file -> String.valueOf(file.getFileName()).equals(".gitkeep"));
        }
    }

    private void carry(Path source, String target, String index) throws IOException {
        String directory = Names.label(service + "-" + source.getFileName());
        if (Files.isDirectory(source)) {
            try (Stream<Path> files = Files.list(source)) {
                List<Path> all = files.sorted().toList();
                if (all.stream().anyMatch(Files::isDirectory)) {
                    left("is left out: a ConfigMap holds no directories; copy it into an image", "volumes", index);
                    return;
                }
                for (Path file : all) {
                    if (!add(directory, String.valueOf(file.getFileName()), file, index)) {
                        return;
                    }
                }
            }
            mounts.add(new Mount(target, new Content.Files(directory, Optional.empty()), true));
        } else if (add(directory, String.valueOf(source.getFileName()), source, index)) {
            mounts.add(new Mount(
                    target, new Content.Files(directory, Optional.of(String.valueOf(source.getFileName()))), true));
        }
    }

    private boolean add(String directory, String name, Path file, String index) throws IOException {
        Optional<String> text = Files.size(file) > MOST_BYTES ? Optional.empty() : text(file);
        if (text.isEmpty() || !name.matches("[-._a-zA-Z0-9]+")) {
            left(
                    "is left out: " + root.relativize(file)
                            + " is no text that a ConfigMap takes; copy it into an image",
                    "volumes",
                    index);
            return false;
        }
        files.put(directory + "/" + name, text.get());
        return true;
    }

    /** A file's text; absent when it is none. */
    static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    private void secret(JsonNode use) throws IOException {
        String name = use.path("source").asText();
        JsonNode secret = project.path("secrets").path(name);
        String target = use.path("target").asText("/run/secrets/" + name);
        mounts.add(new Mount(
                target.startsWith("/") ? target : "/run/secrets/" + target, new Content.SecretKey(name), true));
        Path file = Path.of(secret.path("file").asText("/nowhere"));
        Optional<String> text = file.startsWith(root) && Files.isRegularFile(file) ? text(file) : Optional.empty();
        text.ifPresent(value -> {
            secrets.put(name, value);
            leftovers.add(
                    "is in the chart's values, since it stands in the repository anyway: name a Secret in"
                            + " secret.existing where it matters",
                    "secrets",
                    name);
        });
        if (text.isEmpty()) {
            leftovers.add(
                    "is to be in the Secret that the values name: its value is not in the repository", "secrets", name);
        }
    }

    private void config(JsonNode use) throws IOException {
        String name = use.path("source").asText();
        JsonNode config = project.path("configs").path(name);
        String target = use.path("target").asText("/" + name);
        Path file = Path.of(config.path("file").asText("/nowhere"));
        Optional<String> text = config.hasNonNull("content")
                ? Optional.of(config.path("content").asText())
                : file.startsWith(root) && Files.isRegularFile(file) ? text(file) : Optional.empty();
        if (text.isEmpty()) {
            leftovers.add("is left out: its text is not in the repository", "configs", name);
            return;
        }
        String key = name.replaceAll("[^-._a-zA-Z0-9]", "-").toLowerCase(Locale.ROOT);
        files.put("configs/" + key, text.get());
        mounts.add(new Mount(
                target.startsWith("/") ? target : "/" + target, new Content.Files("configs", Optional.of(key)), true));
    }

    private void left(String why, String... key) {
        leftovers.add(why, Leftovers.path(service, key));
    }
}
