package io.kuberelease.adapters.oci;

import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.adapters.oci.RetryPolicy.Pause;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import io.kuberelease.port.Progress;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.StageControl;
import io.kuberelease.testkit.registry.FaultyRegistry;
import io.kuberelease.testkit.registry.RegistryProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A real registry on a free port, with another one beside it that fails as told, and images to try them with. */
final class Registries implements AutoCloseable {
    static final StageControl CONTROL = control(Cancellation.NEVER);
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    /** What was waited instead of waiting. */
    final List<Duration> waited = new CopyOnWriteArrayList<>();

    final FaultyRegistry faulty;
    private final RegistryProcess real;

    Registries(Path directory) {
        real = RegistryProcess.start(directory);
        faulty = FaultyRegistry.before(real.address());
    }

    OciRegistry client(RegistryAuth auth) {
        Pause pause = waited::add;
        return new OciRegistry(auth, new PlainHttp(Set.of()), Duration.ofSeconds(10), InstantSource.system(), pause);
    }

    OciRegistry client() {
        return client(repository -> Optional.empty());
    }

    /** A repository behind no faults. */
    ImageRepository plain() {
        return new ImageRepository(real.address() + "/plain/r-" + UUID.randomUUID());
    }

    /** The same repository, seen through the faults. */
    ImageRepository faulty(ImageRepository plain) {
        return new ImageRepository(faulty.address() + "/" + plain.path());
    }

    /** An image in a new repository behind no faults. */
    ImageReference image(int... layerSizes) {
        return client().push(plain(), artifact(layerSizes), "made");
    }

    /** An index of images in the repository of the first of them. */
    ImageReference index(ImageReference... images) {
        StringBuilder manifests = new StringBuilder();
        String[] architectures = {"arm64", "amd64", "s390x"};
        for (int i = 0; i < images.length; i++) {
            manifests
                    .append(i == 0 ? "" : ",")
                    .append("{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":1,\"digest\":\"")
                    .append(images[i].digest())
                    .append("\",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architectures[i] + "\"}}");
        }
        byte[] content = ("{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[" + manifests + "]}")
                .getBytes(StandardCharsets.UTF_8);
        ImageReference index = new ImageReference(images[0].repository(), Digest.of(content));
        raw().putManifest(index.repository(), "index", new RegistryClient.Manifest(INDEX, content));
        return index;
    }

    RegistryClient raw() {
        return new RegistryClient(new AuthenticatedTransport(
                repository -> Optional.empty(),
                new PlainHttp(Set.of()),
                new HttpTransport(KeptClients.PLAIN, Duration.ofSeconds(10)),
                InstantSource.system(),
                new RetryPolicy(waited::add)));
    }

    static Artifact artifact(int... layerSizes) {
        List<Layer> layers = new ArrayList<>();
        for (int size : layerSizes) {
            byte[] content = new byte[size];
            new Random().nextBytes(content);
            layers.add(new Layer("application/octet-stream", content, Map.of()));
        }
        byte[] config = ("{\"id\":\"" + UUID.randomUUID() + "\"}").getBytes(StandardCharsets.UTF_8);
        return new Artifact("application/x-test", new Layer("application/json", config, Map.of()), layers, Map.of());
    }

    static StageControl control(Cancellation cancellation) {
        return new StageControl(
                new ReleaseId("r1"), new StageId("publish"), Instant.MAX, false, cancellation, Progress.SILENT);
    }

    /** The requests that brought bytes. */
    Stream<String> sent() {
        return faulty.requests().stream()
                .filter(each -> each.startsWith("PATCH") || each.startsWith("PUT") || each.startsWith("POST"))
                .map(each -> each.replaceFirst("\\?.*", ""));
    }

    @Override
    public void close() {
        faulty.close();
        real.close();
    }
}
