package io.kuberelease.adapters.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.adapters.oci.RegistryClient.Manifest;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.ImageConfig;
import io.kuberelease.port.ImageRegistry.Layer;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** A registry that follows the OCI distribution specification. Thread-safe. */
public final class OciRegistry implements ImageRegistry {
    private static final Set<Integer> REFUSALS = Set.of(400, 403, 405, 409, 412);

    private final RegistryClient client;
    private final BlobUpload uploads;
    private final ImageCopy copies;
    private final ArtifactManifest manifests = new ArtifactManifest();
    private final ManifestTree tree = new ManifestTree();

    /**
     * @param limit how long a registry may neither answer nor take any bytes
     */
    public OciRegistry(RegistryAuth auth, PlainHttp plainHttp, Duration limit, InstantSource clock) {
        this(auth, plainHttp, limit, clock, KeptClients.PLAIN);
    }

    /**
     * The same with other connections than Java's own, for example through a proxy.
     *
     * @param connections how they are made
     */
    public OciRegistry(
            RegistryAuth auth, PlainHttp plainHttp, Duration limit, InstantSource clock, Connections connections) {
        this(
                auth,
                plainHttp,
                new HttpTransport(connections, limit),
                clock,
                wait -> TimeUnit.NANOSECONDS.sleep(wait.toNanos()));
    }

    OciRegistry(RegistryAuth auth, PlainHttp plainHttp, Duration limit, InstantSource clock, RetryPolicy.Pause pause) {
        this(auth, plainHttp, new HttpTransport(KeptClients.PLAIN, limit), clock, pause);
    }

    private OciRegistry(
            RegistryAuth auth,
            PlainHttp plainHttp,
            HttpTransport transport,
            InstantSource clock,
            RetryPolicy.Pause pause) {
        RetryPolicy retryPolicy = new RetryPolicy(pause);
        AuthenticatedTransport authenticatedTransport =
                new AuthenticatedTransport(auth, plainHttp, transport, clock, retryPolicy);
        this.client = new RegistryClient(authenticatedTransport);
        this.uploads = new BlobUpload(authenticatedTransport, retryPolicy);
        this.copies = new ImageCopy(client, authenticatedTransport, retryPolicy);
    }

    @Override
    public Optional<Digest> resolve(ImageRepository repository, String tag) {
        return client.head(tag, Scope.pull(repository));
    }

    @Override
    public void tag(ImageReference image, String tag) {
        Optional<Digest> before = client.head(tag, Scope.push(image.repository()));
        if (!before.equals(Optional.of(image.digest()))) {
            put(image, tag, client.manifest(image), before);
        }
    }

    @Override
    public ImageConfig config(ImageReference image) {
        ImageRepository repository = image.repository();
        JsonNode manifest = manifest(image);
        if (tree.isIndex(manifest)) {
            Digest chosen = ImageConfigs.choose(manifest, architecture())
                    .map(each -> tree.digest(repository, each))
                    .orElseThrow(() -> RegistryErrors.badAnswer(repository, image + " has no Linux image"));
            manifest = manifest(new ImageReference(repository, chosen));
        }
        Digest config = tree.digest(repository, manifest.path("config"));
        return ImageConfigs.read(tree.parse(repository, client.blob(repository, config)));
    }

    @Override
    public Digest digest(Artifact artifact) {
        return Digest.of(manifests.write(artifact));
    }

    @Override
    public ImageReference push(ImageRepository repository, Artifact artifact, String tag) {
        byte[] content = manifests.write(artifact);
        ImageReference stored = new ImageReference(repository, Digest.of(content));
        Optional<Digest> before = client.head(tag, Scope.push(repository));
        if (!before.equals(Optional.of(stored.digest()))) {
            send(repository, artifact.config());
            artifact.layers().forEach(layer -> send(repository, layer));
            put(stored, tag, new Manifest(ArtifactManifest.MEDIA_TYPE, content), before);
        }
        return stored;
    }

    @Override
    public ImageReference copy(ImageReference image, ImageRepository to, String tag, StageControl control) {
        ImageReference there = new ImageReference(to, image.digest());
        Optional<Digest> before = client.head(tag, Scope.push(to));
        if (!before.equals(Optional.of(image.digest()))) {
            put(there, tag, copies.contents(image, to, control), before);
        }
        return there;
    }

    @Override
    public Artifact pull(ImageReference artifact) {
        ImageRepository repository = artifact.repository();
        JsonNode manifest = manifest(artifact);
        List<Layer> layers = new ArrayList<>();
        manifest.path("layers").forEach(each -> layers.add(layer(repository, each)));
        return new Artifact(
                manifest.path("artifactType").asText(""),
                layer(repository, manifest.path("config")),
                List.copyOf(layers),
                annotations(manifest));
    }

    private void send(ImageRepository repository, Layer layer) {
        uploads.send(repository, Blob.of(layer.content()), sent -> {});
    }

    /** Puts a manifest under a tag. A refusal means that the tag is taken only if it names something else even now. */
    private void put(ImageReference image, String tag, Manifest manifest, Optional<Digest> before) {
        HttpReply answer = client.putManifest(image.repository(), tag, manifest);
        if (REFUSALS.contains(answer.status()) && isAboutTheTag(answer, before)) {
            Optional<Digest> now = client.head(tag, Scope.push(image.repository()));
            if (now.equals(Optional.of(image.digest()))) {
                return;
            }
            throw RegistryErrors.tagTaken(
                    image.repository(),
                    tag,
                    now.map(Digest::abbreviated).orElse("another image"),
                    image.digest().abbreviated());
        }
        client.require(answer, "tag " + tag + " in", image.repository());
    }

    private static boolean isAboutTheTag(HttpReply answer, Optional<Digest> before) {
        String words = answer.excerpt().toLowerCase(Locale.ROOT);
        return words.contains("immutab")
                || words.contains("overwrit")
                || words.contains("already exists")
                || (before.isPresent() && (answer.status() == 409 || answer.status() == 412));
    }

    private JsonNode manifest(ImageReference image) {
        return tree.parse(image.repository(), client.manifest(image).content());
    }

    private Layer layer(ImageRepository repository, JsonNode descriptor) {
        Digest digest = tree.digest(repository, descriptor);
        return new Layer(
                descriptor.path("mediaType").asText(""), client.blob(repository, digest), annotations(descriptor));
    }

    private static Map<String, String> annotations(JsonNode node) {
        Map<String, String> found = new HashMap<>();
        node.path("annotations")
                .properties()
                .forEach(entry -> found.put(entry.getKey(), entry.getValue().asText()));
        return Map.copyOf(found);
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }

    /** Reads from an image's configuration how the image is run. */
    private static final class ImageConfigs {
        private ImageConfigs() {}

        static ImageConfig read(JsonNode image) {
            JsonNode config = image.path("config");
            String directory = config.path("WorkingDir").asText("");
            return new ImageConfig(
                    directory.isEmpty() ? "/" : directory,
                    texts(config.path("Entrypoint")),
                    texts(config.path("Cmd")),
                    config.path("User").asText(""));
        }

        /** The image for this architecture in an index, else the first Linux image; empty when there is none. */
        static Optional<JsonNode> choose(JsonNode index, String architecture) {
            List<JsonNode> images = StreamSupport.stream(index.path("manifests").spliterator(), false)
                    .filter(each ->
                            each.path("platform").path("os").asText("linux").equals("linux"))
                    .toList();
            return images.stream()
                    .filter(each -> each.path("platform")
                            .path("architecture")
                            .asText("")
                            .equals(architecture))
                    .findFirst()
                    .or(() -> images.stream().findFirst());
        }

        private static List<String> texts(JsonNode list) {
            List<String> texts = new ArrayList<>();
            list.forEach(item -> texts.add(item.asText()));
            return List.copyOf(texts);
        }
    }

    /** Writes the manifest of an artifact: the same artifact gives the same bytes. */
    private static final class ArtifactManifest {
        static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

        private final ObjectMapper json = new ObjectMapper();

        byte[] write(Artifact artifact) {
            ObjectNode manifest = json.createObjectNode();
            manifest.put("schemaVersion", 2);
            manifest.put("mediaType", MEDIA_TYPE);
            manifest.put("artifactType", artifact.type());
            manifest.set("config", descriptor(artifact.config()));
            var layers = manifest.putArray("layers");
            artifact.layers().forEach(layer -> layers.add(descriptor(layer)));
            annotate(manifest, artifact.annotations());
            try {
                return json.writeValueAsBytes(manifest);
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("a tree can always be written", impossible);
            }
        }

        private JsonNode descriptor(Layer layer) {
            ObjectNode descriptor = json.createObjectNode();
            descriptor.put("mediaType", layer.mediaType());
            descriptor.put("digest", Digest.of(layer.content()).value());
            descriptor.put("size", layer.content().length);
            annotate(descriptor, layer.annotations());
            return descriptor;
        }

        private static void annotate(ObjectNode node, Map<String, String> annotations) {
            if (!annotations.isEmpty()) {
                ObjectNode sorted = node.putObject("annotations");
                new TreeMap<>(annotations).forEach(sorted::put);
            }
        }
    }
}
