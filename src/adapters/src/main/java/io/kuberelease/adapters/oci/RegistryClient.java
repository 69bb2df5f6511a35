package io.kuberelease.adapters.oci;

import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.Set;

/** Reads and writes manifests, and reads blobs, by the OCI distribution specification. */
final class RegistryClient {
    private static final String MANIFESTS = "application/vnd.oci.image.manifest.v1+json,"
            + "application/vnd.oci.image.index.v1+json,"
            + "application/vnd.docker.distribution.manifest.v2+json,"
            + "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final int NOT_FOUND = 404;

    /** The answers to HEAD of registries that know only GET. */
    private static final Set<Integer> NO_HEAD = Set.of(405, 501);

    private final AuthenticatedTransport authenticatedTransport;

    RegistryClient(AuthenticatedTransport authenticatedTransport) {
        this.authenticatedTransport = authenticatedTransport;
    }

    /**
     * The digest that a tag names; empty when there is no such tag. Fetches the manifest only if the registry sends no
     * digest.
     */
    Optional<Digest> head(String tag, Scope scope) {
        HttpRequest.Builder request = authenticatedTransport
                .to(scope.repository(), "manifests/" + tag)
                .header("Accept", MANIFESTS)
                .method("HEAD", BodyPublishers.noBody());
        HttpReply answer = authenticatedTransport.send(request, scope);
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (!NO_HEAD.contains(answer.status())) {
            authenticatedTransport.require(answer, "resolve tag " + tag + " of", scope.repository());
        }
        return digest(answer).or(() -> find(tag, scope).map(manifest -> Digest.of(manifest.content())));
    }

    /** Whether the repository has the manifest. */
    boolean has(ImageReference image) {
        Scope scope = Scope.push(image.repository());
        HttpRequest.Builder request = authenticatedTransport
                .to(image.repository(), "manifests/" + image.digest())
                .header("Accept", MANIFESTS)
                .method("HEAD", BodyPublishers.noBody());
        return authenticatedTransport.send(request, scope).ok();
    }

    /** A manifest by its digest, its bytes checked. */
    Manifest manifest(ImageReference image) {
        HttpReply answer = get(image.digest().value(), Scope.pull(image.repository()));
        authenticatedTransport.require(answer, "read " + image.digest() + " of", image.repository());
        return new Manifest(
                answer.header("Content-Type").orElse(""), checked(image.repository(), image.digest(), answer.body()));
    }

    HttpReply putManifest(ImageRepository repository, String reference, Manifest manifest) {
        return authenticatedTransport.send(
                authenticatedTransport
                        .to(repository, "manifests/" + reference)
                        .header("Content-Type", manifest.mediaType())
                        .PUT(BodyPublishers.ofByteArray(manifest.content())),
                Scope.push(repository));
    }

    /** A small blob, read into memory, its bytes checked. */
    byte[] blob(ImageRepository repository, Digest digest) {
        HttpReply answer = authenticatedTransport.send(
                authenticatedTransport.to(repository, "blobs/" + digest).GET(), Scope.pull(repository));
        authenticatedTransport.require(answer, "read blob " + digest.abbreviated() + " of", repository);
        return checked(repository, digest, answer.body());
    }

    void require(HttpReply answer, String tried, ImageRepository repository) {
        authenticatedTransport.require(answer, tried, repository);
    }

    private Optional<Manifest> find(String tag, Scope scope) {
        HttpReply answer = get(tag, scope);
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        authenticatedTransport.require(answer, "resolve tag " + tag + " of", scope.repository());
        return Optional.of(new Manifest(answer.header("Content-Type").orElse(""), answer.body()));
    }

    private HttpReply get(String reference, Scope scope) {
        return authenticatedTransport.send(
                authenticatedTransport
                        .to(scope.repository(), "manifests/" + reference)
                        .header("Accept", MANIFESTS)
                        .GET(),
                scope);
    }

    /** The digest that the registry sent; empty when it sent none, or none by SHA-256. */
    private static Optional<Digest> digest(HttpReply answer) {
        return answer.header("Docker-Content-Digest")
                .filter(text -> text.matches("sha256:[0-9a-f]{64}"))
                .map(Digest::new);
    }

    private static byte[] checked(ImageRepository repository, Digest digest, byte[] content) {
        if (!Digest.of(content).equals(digest)) {
            throw RegistryErrors.badAnswer(repository, "the content of " + digest + " has another digest");
        }
        return content;
    }

    /** A manifest's bytes, and the media type that the registry gave. */
    @SuppressWarnings("ArrayRecordComponent") // compared by its digest, never by this record
    record Manifest(String mediaType, byte[] content) {}
}
