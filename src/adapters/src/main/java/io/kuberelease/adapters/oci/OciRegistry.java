package io.kuberelease.adapters.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.RegistryAuth;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A registry that follows the OCI distribution specification. Safe for many threads. */
public final class OciRegistry implements ImageRegistry {
    private static final Set<Integer> REFUSALS = Set.of(400, 403, 405, 409, 412);

    private final RegistryClient client;
    private final ArtifactManifest manifests = new ArtifactManifest();
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param limit how long one request may take with its answer
     */
    public OciRegistry(RegistryAuth auth, PlainHttp plainHttp, Duration limit, InstantSource clock) {
        this.client = new RegistryClient(auth, plainHttp, limit, clock);
    }

    @Override
    public Optional<Digest> resolve(ImageRepository repository, String tag) {
        return client.head(repository, tag, RegistryClient.PULL);
    }

    @Override
    public void tag(ImageReference image, String tag) {
        ImageRepository repository = image.repository();
        Optional<Digest> before = client.head(repository, tag, RegistryClient.PUSH);
        if (before.equals(Optional.of(image.digest()))) {
            return;
        }
        RegistryClient.Manifest manifest =
                client.manifest(repository, image.digest().value());
        put(image, tag, manifest.mediaType(), manifest.content(), before);
    }

    @Override
    public ImageConfig config(ImageReference image) {
        JsonNode manifest = manifest(image.repository(), image.digest());
        if (manifest.has("manifests")) {
            String chosen = ImageConfigs.choose(manifest, architecture())
                    .orElseThrow(() -> RegistryErrors.badAnswer(image.repository(), image + " has no Linux image"));
            manifest = manifest(image.repository(), new Digest(chosen));
        }
        Digest config = new Digest(manifest.path("config").path("digest").asText());
        return ImageConfigs.read(parse(image.repository(), client.blob(image.repository(), config)));
    }

    @Override
    public ImageReference push(ImageRepository repository, Artifact artifact, String tag) {
        byte[] manifest = manifests.write(artifact);
        ImageReference stored = new ImageReference(repository, Digest.of(manifest));
        Optional<Digest> before = client.head(repository, tag, RegistryClient.PUSH);
        if (!before.equals(Optional.of(stored.digest()))) {
            client.putBlob(repository, artifact.config().content());
            artifact.layers().forEach(layer -> client.putBlob(repository, layer.content()));
            put(stored, tag, ArtifactManifest.MEDIA_TYPE, manifest, before);
        }
        return stored;
    }

    @Override
    public Artifact pull(ImageReference artifact) {
        ImageRepository repository = artifact.repository();
        JsonNode manifest = manifest(repository, artifact.digest());
        List<Layer> layers = new ArrayList<>();
        manifest.path("layers").forEach(each -> layers.add(layer(repository, each)));
        return new Artifact(
                manifest.path("artifactType").asText(""),
                layer(repository, manifest.path("config")),
                List.copyOf(layers),
                annotations(manifest));
    }

    /** A refusal is the tag's being taken only when it names something else even now. */
    private void put(ImageReference image, String tag, String mediaType, byte[] content, Optional<Digest> before) {
        Answer answer = client.putManifest(image.repository(), tag, mediaType, content);
        if (REFUSALS.contains(answer.status()) && isAboutTheTag(answer, before)) {
            Optional<Digest> now = client.head(image.repository(), tag, RegistryClient.PUSH);
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

    private static boolean isAboutTheTag(Answer answer, Optional<Digest> before) {
        String words = answer.excerpt().toLowerCase(Locale.ROOT);
        return words.contains("immutab")
                || words.contains("overwrit")
                || words.contains("already exists")
                || (before.isPresent() && (answer.status() == 409 || answer.status() == 412));
    }

    private JsonNode manifest(ImageRepository repository, Digest digest) {
        return parse(repository, client.manifest(repository, digest.value()).content());
    }

    private Layer layer(ImageRepository repository, JsonNode descriptor) {
        Digest digest = new Digest(descriptor.path("digest").asText());
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

    private JsonNode parse(ImageRepository repository, byte[] content) {
        try {
            return json.readTree(content);
        } catch (IOException problem) {
            throw RegistryErrors.badAnswer(repository, "a manifest or configuration is not JSON");
        }
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }
}
