package io.kuberelease.adapters.oci;

import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One upload to a registry: the location for the next request, and how much of the blob has arrived. */
final class UploadSession {
    private static final int CREATED = 201;
    private static final int TOO_LARGE = 413;
    private static final Set<Integer> FORGOTTEN = Set.of(404, 416);
    private static final long SMALL = 1 << 20;
    private static final long PIECE = 8 << 20;

    private final AuthenticatedTransport authenticatedTransport;
    private final Scope scope;
    private final Blob blob;
    private final LongConsumer progress;
    private Optional<UploadPlace> place = Optional.empty();
    private long piece = Long.MAX_VALUE;
    private long leastPiece;

    UploadSession(
            AuthenticatedTransport authenticatedTransport,
            ImageRepository repository,
            Blob blob,
            LongConsumer progress) {
        this.authenticatedTransport = authenticatedTransport;
        this.scope = Scope.push(repository);
        this.blob = blob;
        this.progress = progress;
    }

    /** Mounts the blob from another repository of the registry; false when it has to be sent after all. */
    boolean mount(ImageRepository source) {
        String query = "blobs/uploads/?mount=" + blob.digest() + "&from=" + source.path();
        try {
            HttpReply answer = authenticatedTransport.send(post(query), scope.mounting(source));
            if (answer.ok() && answer.status() != CREATED) {
                began(answer);
            }
            return answer.status() == CREATED;
        } catch (ReleaseException.Failed noTokenForBoth) {
            return false;
        }
    }

    /** How many bytes the registry has, by its last answer; 0 when no upload is going on. */
    long arrived() {
        return place.map(UploadPlace::arrived).orElse(0L);
    }

    /** Sends all that has not arrived and completes the upload; begins one if there is none. */
    void send() {
        if (place.isEmpty()) {
            begin();
        }
        while (arrived() < blob.size() && !goesWithTheEnd()) {
            patch(place.orElseThrow());
        }
        finish(place.orElseThrow());
    }

    /** Asks the registry what has arrived after a broken request; if it can't say, the upload is begun anew. */
    void recover() {
        Optional<UploadPlace> before = place;
        place = Optional.empty();
        before.ifPresent(known -> {
            HttpReply status = authenticatedTransport.send(
                    HttpRequest.newBuilder(known.address()).GET(), scope);
            place = status.ok() ? Optional.of(checked(read(() -> known.after(status, 0)))) : Optional.empty();
        });
    }

    /** Cancels the upload, if there is one. A refusal is ignored: registries clean up by themselves. */
    void abandon() {
        Optional<UploadPlace> before = place;
        place = Optional.empty();
        before.ifPresent(known -> authenticatedTransport.send(
                HttpRequest.newBuilder(known.address()).DELETE(), scope));
    }

    private void begin() {
        HttpReply started = authenticatedTransport.send(post("blobs/uploads/"), scope);
        authenticatedTransport.require(started, "begin an upload to", scope.repository());
        began(started);
    }

    private void began(HttpReply answer) {
        leastPiece = answer.header("OCI-Chunk-Min-Length")
                .filter(text -> text.matches("\\d{1,12}"))
                .map(Long::valueOf)
                .orElse(0L);
        UploadPlace begun = read(() -> UploadPlace.of(answer))
                .orElseThrow(() -> RegistryErrors.badAnswer(scope.repository(), "an upload has no location"));
        place = Optional.of(checked(begun));
    }

    /** Whether the whole blob, being small, goes with the request that completes the upload. */
    private boolean goesWithTheEnd() {
        return arrived() == 0 && blob.size() <= SMALL;
    }

    private void patch(UploadPlace now) {
        long from = now.arrived();
        long until = blob.size() - from > piece ? from + piece : blob.size();
        HttpRequest.Builder request = bytes(now.address());
        if (from > 0 || until < blob.size()) {
            request.header("Content-Range", from + "-" + (until - 1));
        }
        HttpReply answer = send(request, "PATCH", from, until);
        if (answer.status() == TOO_LARGE && piece == Long.MAX_VALUE) {
            goOnInPieces();
            return;
        }
        require(answer);
        place = Optional.of(checked(read(() -> now.after(answer, until))));
        if (arrived() <= from) {
            throw RegistryErrors.badAnswer(scope.repository(), "it takes nothing of " + blob.digest());
        }
    }

    /** Goes on with smaller requests: something between us and the registry takes no large ones. */
    private void goOnInPieces() {
        piece = Math.max(PIECE, leastPiece);
        recover();
        if (place.isEmpty()) {
            begin();
        }
    }

    private void finish(UploadPlace now) {
        HttpRequest.Builder request = bytes(now.closing(blob.digest().value()));
        require(send(request, "PUT", now.arrived(), blob.size()));
    }

    /**
     * Sends a part of the blob. An error of the blob's source is thrown rather than that of the request that it broke.
     */
    private HttpReply send(HttpRequest.Builder request, String method, long from, long until) {
        try (UploadBody body = new UploadBody(blob, from, until, progress)) {
            try {
                return authenticatedTransport.once(request.method(method, body.publisher()), scope, body);
            } catch (ReleaseException.Errored broken) {
                throw body.failure().orElse(broken);
            }
        }
    }

    /**
     * Throws unless the answer is good. An upload that the registry lost, or whose digest is wrong, can be tried again.
     */
    private void require(HttpReply answer) {
        boolean altered = answer.status() == 400 && answer.excerpt().contains("DIGEST_INVALID");
        if (FORGOTTEN.contains(answer.status()) || altered) {
            String lost = "it lost the upload of blob " + blob.digest().abbreviated() + ": " + answer.status() + " ";
            throw RegistryErrors.badAnswer(scope.repository(), lost + answer.excerpt());
        }
        authenticatedTransport.require(answer, "store blob " + blob.digest().abbreviated() + " in", scope.repository());
    }

    /** Reads what an answer says of the upload; the location is not shown, since it may be signed. */
    private <T> T read(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (IllegalArgumentException malformed) {
            throw RegistryErrors.badAnswer(
                    scope.repository(), "it answers an upload with a Location or Range that is none");
        }
    }

    private UploadPlace checked(UploadPlace next) {
        boolean tls =
                authenticatedTransport.home(scope.repository()).getScheme().equals("https");
        if (tls && !"https".equals(next.address().getScheme())) {
            throw RegistryErrors.badAnswer(scope.repository(), "it wants an upload without TLS");
        }
        if (next.arrived() > blob.size()) {
            throw RegistryErrors.badAnswer(scope.repository(), "it has more bytes than were sent");
        }
        return next;
    }

    private HttpRequest.Builder post(String path) {
        return authenticatedTransport.to(scope.repository(), path).POST(BodyPublishers.noBody());
    }

    private static HttpRequest.Builder bytes(URI address) {
        return HttpRequest.newBuilder(address).header("Content-Type", "application/octet-stream");
    }

    /**
     * The location for an upload's next request.
     *
     * @param address as the registry gave it last; often signed, and good for the next request only
     * @param arrived how many of the blob's bytes are there
     */
    private record UploadPlace(URI address, long arrived) {
        private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d+)");

        /** The location in an answer; empty when it has none. */
        static Optional<UploadPlace> of(HttpReply answer) {
            return location(answer).map(address -> new UploadPlace(address, 0));
        }

        /**
         * The location after an answer; {@code unlessItSays} is the number of arrived bytes if the answer has no range.
         */
        UploadPlace after(HttpReply answer, long unlessItSays) {
            long now = answer.header("Range").map(RANGE::matcher).filter(Matcher::matches).stream()
                    .mapToLong(range -> bytes(range.group(1)))
                    .findFirst()
                    .orElse(unlessItSays);
            return new UploadPlace(location(answer).orElse(address), now);
        }

        /** The address for the request that completes the upload. */
        URI closing(String digest) {
            return URI.create(address + (address.getQuery() == null ? "?" : "&") + "digest=" + digest);
        }

        private static URI absolute(URI address) {
            if (address.getScheme() == null || address.getHost() == null) {
                throw new IllegalArgumentException("it names no host");
            }
            return address;
        }

        /** Registries say {@code 0-0} when nothing is there, though it means one byte. */
        private static long bytes(String last) {
            long number = Long.parseLong(last);
            return number == 0 ? 0 : number + 1;
        }

        private static Optional<URI> location(HttpReply answer) {
            return answer.header("Location").map(answer.address()::resolve).map(UploadPlace::absolute);
        }
    }
}
