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
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a service finds in its file system: data that stays becomes a claim, a file of the repository becomes one of the
 * chart, a directory of sources that is laid over the image's own is left to the image.
 */
final class ServiceStorage {
    /** A ConfigMap takes a mebibyte, with what is around it. */
    private static final long MOST_BYTES = 512 * 1024;

    private static final Pattern SIZE = Pattern.compile("size=(\\d+)([kKmMgG]?)");

    private final Path root;
    private final String service;
    private final JsonNode fields;
    private final JsonNode project;
    private final Leftovers leftovers;
    private final boolean isDatastore;
    private final UniqueNames names;
    private final List<String> missing = new ArrayList<>();
    private final List<Mount> mounts = new ArrayList<>();
    private final Map<String, String> files = new TreeMap<>();
    private final Map<String, String> secrets = new TreeMap<>();

    /** @param isDatastore whether its image fills its directory by itself */
    ServiceStorage(
            Path root,
            String service,
            JsonNode fields,
            JsonNode project,
            Leftovers leftovers,
            boolean isDatastore,
            UniqueNames names) {
        this.root = root;
        this.service = service;
        this.fields = fields;
        this.project = project;
        this.leftovers = leftovers;
        this.isDatastore = isDatastore;
        this.names = names;
    }

    /** Reads it all. */
    ServiceStorage read() throws IOException {
        int number = 0;
        for (JsonNode volume : fields.path("volumes")) {
            volume(volume, number++);
        }
        for (String tmpfs : ServiceReader.strings(fields.path("tmpfs"))) {
            memory(tmpfs);
        }
        if (fields.hasNonNull("shm_size")) {
            mounts.add(new Mount(
                    "/dev/shm",
                    new Content.Memory(
                            "/dev/shm", Optional.of(fields.path("shm_size").asText())),
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

    /** The keys of secrets whose values are not in the repository. */
    List<String> missing() {
        return List.copyOf(missing);
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
                    mounts.add(new Mount(target, new Content.Claim(names.of("volume " + name, name)), readOnly));
                    if (!isDatastore) {
                        left(
                                "is a claim that begins empty: Compose would put there what the image has at " + target,
                                "volumes",
                                index);
                    }
                    for (String key : List.of("subpath", "nocopy")) {
                        if (volume.path("volume").has(key)) {
                            left("is left out: the claim is mounted as a whole", "volumes", index, "volume", key);
                        }
                    }
                    if (!project.path("volumes").path(name).path("driver_opts").isEmpty()) {
                        leftovers.add(
                                "is left out: the cluster's storage class says where it is",
                                "volumes",
                                name,
                                "driver_opts");
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
                                target,
                                Optional.ofNullable(volume.path("tmpfs").get("size"))
                                        .map(JsonNode::asText)),
                        false));
            case "bind" -> bind(Path.of(volume.path("source").asText()), target, readOnly, index);
            default -> left("is left out: a pod has nothing like it", "volumes", index);
        }
    }

    /** A directory in memory, as {@code /tmp:size=64m,mode=1777}. */
    private void memory(String tmpfs) {
        int colon = tmpfs.indexOf(':');
        String target = colon < 0 ? tmpfs : tmpfs.substring(0, colon);
        Optional<String> size = Optional.empty();
        for (String option : (colon < 0 ? "" : tmpfs.substring(colon + 1)).split(",", -1)) {
            Matcher bytes = SIZE.matcher(option);
            if (bytes.matches()) {
                String unit = bytes.group(2).toUpperCase(Locale.ROOT);
                size = Optional.of(bytes.group(1) + (unit.isEmpty() ? "" : unit + "i"));
            } else if (!option.isEmpty()) {
                left("has no " + option + ": a pod's directory in memory has no options but its size", "tmpfs");
            }
        }
        mounts.add(new Mount(target, new Content.Memory(target, size), false));
    }

    private void bind(Path source, String target, boolean readOnly, String index) throws IOException {
        Path context = Path.of(fields.path("build").path("context").asText("/nowhere"));
        if (isOutside(source)) {
            left("is left out: " + source + " is a file of the machine, which a pod does not see", "volumes", index);
        } else if (String.valueOf(source.getFileName()).startsWith(".env")) {
            left("is left out: variables are given in the chart's values, secrets in its Secret", "volumes", index);
        } else if (fields.has("build")
                && Files.isDirectory(source)
                && (source.startsWith(context) || context.startsWith(source))) {
            left(
                    "is left out: it lays the sources over those in the image, for a developer; see that the Dockerfile"
                            + " copies them",
                    "volumes",
                    index);
        } else if (!Files.exists(source) || isEmptyDirectory(source)) {
            mounts.add(new Mount(
                    target,
                    new Content.Claim(names.of("bind " + source, service + "-" + root.relativize(source))),
                    readOnly));
            left("is a claim of the chart, since there is nothing in it here", "volumes", index);
        } else {
            carry(source, target, readOnly, index);
        }
    }

    /** Also by a symbolic link. */
    private boolean isOutside(Path path) throws IOException {
        return !path.startsWith(root)
                || (Files.exists(path) && !path.toRealPath().startsWith(root));
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.allMatch(file -> String.valueOf(file.getFileName()).equals(".gitkeep"));
        }
    }

    private void carry(Path source, String target, boolean readOnly, String index) throws IOException {
        String directory = names.of("files " + source, service + "-" + root.relativize(source));
        List<Path> carried = List.of(source);
        if (Files.isDirectory(source)) {
            try (Stream<Path> files = Files.list(source)) {
                carried = files.sorted().toList();
            }
        }
        Map<String, String> texts = new TreeMap<>();
        long bytes = 0;
        for (Path file : carried) {
            bytes += Files.isDirectory(file) ? MOST_BYTES + 1 : Files.size(file);
            Optional<String> text = bytes > MOST_BYTES || isOutside(file) ? Optional.empty() : text(file);
            String name = String.valueOf(file.getFileName());
            if (text.isEmpty() || !name.matches("[-._a-zA-Z0-9]+")) {
                left(
                        "is left out: " + root.relativize(file) + " is nothing that a ConfigMap takes, which has no"
                                + " directories and " + MOST_BYTES / 1024 + " KiB of text; copy it into an image",
                        "volumes",
                        index);
                return;
            }
            texts.put(directory + "/" + name, text.get());
        }
        files.putAll(texts);
        boolean executable = carried.stream().anyMatch(Files::isExecutable);
        Optional<String> only =
                Files.isDirectory(source) ? Optional.empty() : Optional.of(String.valueOf(source.getFileName()));
        mounts.add(new Mount(target, new Content.Files(directory, only, executable), true));
        if (!readOnly) {
            left("can't be written: a ConfigMap is read only", "volumes", index);
        }
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
        Optional<String> text = Files.isRegularFile(file) && !isOutside(file) ? text(file) : Optional.empty();
        text.ifPresent(value -> {
            secrets.put(name, value);
            leftovers.add(
                    "is in the chart's values, since it stands in the repository anyway: name a Secret in"
                            + " secret.existing where it matters",
                    "secrets",
                    name);
        });
        if (text.isEmpty()) {
            missing.add(name);
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
                : Files.isRegularFile(file) && !isOutside(file) ? text(file) : Optional.empty();
        if (text.isEmpty()) {
            leftovers.add("is left out: its text is not in the repository", "configs", name);
            return;
        }
        String key = name.replaceAll("[^-._a-zA-Z0-9]", "-").toLowerCase(Locale.ROOT);
        files.put("configs/" + key, text.get());
        mounts.add(new Mount(
                target.startsWith("/") ? target : "/" + target,
                new Content.Files("configs", Optional.of(key), false),
                true));
    }

    private void left(String why, String... key) {
        leftovers.add(why, Leftovers.path(service, key));
    }
}
