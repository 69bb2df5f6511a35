package io.kuberelease.adapters.oci;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.RegistryAuth;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The requests of the OCI distribution specification that we need, with authentication. */
final class RegistryClient {
    static final String PULL = "pull";
    static final String PUSH = "pull,push";
    private static final String MANIFESTS = "application/vnd.oci.image.manifest.v1+json,"
            + "application/vnd.oci.image.index.v1+json,"
            + "application/vnd.docker.distribution.manifest.v2+json,"
            + "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private final PlainHttp plainHttp;
    private final RegistryAuth auth;
    private final HttpTransport transport;
    private final Tokens tokens;

    RegistryClient(RegistryAuth auth, PlainHttp plainHttp, Duration limit, InstantSource clock) {
        this.plainHttp = plainHttp;
        this.auth = auth;
        this.transport = new HttpTransport(limit);
        this.tokens = new Tokens(transport, auth, clock);
    }

    /** What a tag names, without fetching it. */
    Optional<Digest> head(ImageRepository repository, String tag, String actions) {
        HttpRequest.Builder request =
                to(repository, "manifests/" + tag).header("Accept", MANIFESTS).method("HEAD", BodyPublishers.noBody());
        Answer answer = send(request, repository, actions);
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        require(answer, "resolve tag " + tag + " of", repository);
        return Optional.of(answer.header("Docker-Content-Digest")
                .map(Digest::new)
                .orElseGet(() -> Digest.of(manifest(repository, tag).content())));
    }

    /** A manifest, by tag or digest; by digest its bytes are checked. */
    Manifest manifest(ImageRepository repository, String reference) {
        Answer answer = send(
                to(repository, "manifests/" + reference)
                        .header("Accept", MANIFESTS)
                        .GET(),
                repository,
                PULL);
        require(answer, "read " + reference + " of", repository);
        return new Manifest(answer.header("Content-Type").orElse(""), checked(repository, reference, answer.body()));
    }

    Answer putManifest(ImageRepository repository, String reference, String mediaType, byte[] content) {
        return send(
                to(repository, "manifests/" + reference)
                        .header("Content-Type", mediaType)
                        .PUT(BodyPublishers.ofByteArray(content)),
                repository,
                PUSH);
    }

    byte[] blob(ImageRepository repository, Digest digest) {
        Answer answer = send(to(repository, "blobs/" + digest).GET(), repository, PULL);
        require(answer, "read blob " + digest.abbreviated() + " of", repository);
        return checked(repository, digest.value(), answer.body());
    }

    /** Sends a blob unless the registry has it. */
    void putBlob(ImageRepository repository, byte[] content) {
        Digest digest = Digest.of(content);
        HttpRequest.Builder head = to(repository, "blobs/" + digest).method("HEAD", BodyPublishers.noBody());
        if (send(head, repository, PUSH).ok()) {
            return;
        }
        Answer started = send(to(repository, "blobs/uploads/").POST(BodyPublishers.noBody()), repository, PUSH);
        require(started, "begin an upload to", repository);
        URI place = started.address()
                .resolve(started.header("Location")
                        .orElseThrow(() -> RegistryErrors.badAnswer(repository, "an upload has no location")));
        String separator = place.getQuery() == null ? "?" : "&";
        HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(place + separator + "digest=" + digest))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(content));
        require(send(put, repository, PUSH), "store blob " + digest.abbreviated() + " in", repository);
    }

    void require(Answer answer, String tried, ImageRepository repository) {
        if (!answer.ok()) {
            throw RegistryErrors.of(tried, repository, user(repository), answer);
        }
    }

    private Optional<String> user(ImageRepository repository) {
        return auth.credentials(repository).map(RegistryAuth.Credentials::user);
    }

    private HttpRequest.Builder to(ImageRepository repository, String path) {
        return HttpRequest.newBuilder(plainHttp.base(repository).resolve("/v2/" + repository.path() + "/" + path));
    }

    /** First with what was good the last time; challenged, once more with the answer. */
    private Answer send(HttpRequest.Builder request, ImageRepository repository, String actions) {
        boolean home = sameAuthority(request, repository);
        Tokens.Wanted wanted = new Tokens.Wanted(repository, actions, !plainHttp.applies(repository.registry()));
        if (!home) {
            return transport.send(request.build());
        }
        HttpRequest.Builder first = request.copy();
        tokens.remembered(wanted).ifPresent(header -> first.setHeader("Authorization", header));
        Answer answer = transport.send(first.build());
        if (answer.status() != UNAUTHORIZED) {
            return answer;
        }
        tokens.forget(wanted);
        Optional<String> header = Challenge.of(answer.headers().allValues("WWW-Authenticate"))
                .flatMap(challenge -> tokens.answer(challenge, wanted));
        return header.isEmpty()
                ? answer
                : transport.send(
                        request.copy().setHeader("Authorization", header.get()).build());
    }

    /** Upload places may be on another host, signed in their address: it is not told our credentials. */
    private boolean sameAuthority(HttpRequest.Builder request, ImageRepository repository) {
        return request.copy()
                .build()
                .uri()
                .getAuthority()
                .equals(plainHttp.base(repository).getAuthority());
    }

    private static byte[] checked(ImageRepository repository, String reference, byte[] content) {
        if (reference.startsWith("sha256:") && !Digest.of(content).value().equals(reference)) {
            ReleaseException altered =
                    RegistryErrors.badAnswer(repository, "the content of " + reference + " has another digest");
            throw altered;
        }
        return content;
    }

    /** A manifest as it is, and what it says it is. */
    @SuppressWarnings("ArrayRecordComponent") // compared by its digest, never by this record
    record Manifest(String mediaType, byte[] content) {}
}
