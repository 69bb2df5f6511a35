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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One upload as the registry sees it: where it goes to, and how much of the blob has arrived there. */
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

    /** Takes the blob over from another repository of the registry; false when it has to be sent after all. */
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

    /** How many bytes are there, as far as is known. */
    long arrived() {
        return place.map(UploadPlace::arrived).orElse(0L);
    }

    /** Sends all that has not arrived, and has the registry check and keep it. */
    void send() {
        if (place.isEmpty()) {
            begin();
        }
        while (arrived() < blob.size() && !goesWithTheEnd()) {
            patch(place.orElseThrow());
        }
        finish(place.orElseThrow());
    }

    /** Asks what has arrived, after a request of which that is not known; when nobody can say, it is begun anew. */
    void recover() {
        Optional<UploadPlace> before = place;
        place = Optional.empty();
        before.ifPresent(known -> {
            HttpReply status = authenticatedTransport.send(
                    HttpRequest.newBuilder(known.address()).GET(), scope);
            place = status.ok() ? Optional.of(checked(known.after(status, 0))) : Optional.empty();
        });
    }

    /** Gives up an upload; a registry that does not listen cleans up by itself. */
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
        UploadPlace begun = UploadPlace.of(answer)
                .orElseThrow(() -> RegistryErrors.badAnswer(scope.repository(), "an upload has no location"));
        place = Optional.of(checked(begun));
    }

    /** Small blobs go with the request that ends the upload. */
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
        place = Optional.of(checked(now.after(answer, until)));
        if (arrived() <= from) {
            throw RegistryErrors.badAnswer(scope.repository(), "it takes nothing of " + blob.digest());
        }
    }

    /** Something between us and the registry takes no large requests. */
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

    /** What was wrong with the blob's source is said rather than that the request broke. */
    private HttpReply send(HttpRequest.Builder request, String method, long from, long until) {
        try (UploadBody body = new UploadBody(blob, from, until, progress)) {
            try {
                return authenticatedTransport.once(request.method(method, body.publisher()), scope, body);
            } catch (ReleaseException.Errored broken) {
                throw body.failure().orElse(broken);
            }
        }
    }

    /** An upload that the registry does not know, or whose bytes are not right, is no refusal: it is made again. */
    private void require(HttpReply answer) {
        boolean altered = answer.status() == 400 && answer.excerpt().contains("DIGEST_INVALID");
        if (FORGOTTEN.contains(answer.status()) || altered) {
            String lost = "it lost the upload of blob " + blob.digest().abbreviated() + ": " + answer.status() + " ";
            throw RegistryErrors.badAnswer(scope.repository(), lost + answer.excerpt());
        }
        authenticatedTransport.require(answer, "store blob " + blob.digest().abbreviated() + " in", scope.repository());
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
     * Where an upload goes on.
     *
     * @param address as the registry gave it last; often signed, and good for the next request only
     * @param arrived how many of the blob's bytes are there
     */
    private record UploadPlace(URI address, long arrived) {
        private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d+)");

        /** Absent when the answer names no place. */
        static Optional<UploadPlace> of(HttpReply answer) {
            return location(answer).map(address -> new UploadPlace(address, 0));
        }

        /** The place after an answer to a request that left {@code unlessItSays} bytes there. */
        UploadPlace after(HttpReply answer, long unlessItSays) {
            long now = answer.header("Range").map(RANGE::matcher).filter(Matcher::matches).stream()
                    .mapToLong(range -> bytes(range.group(1)))
                    .findFirst()
                    .orElse(unlessItSays);
            return new UploadPlace(location(answer).orElse(address), now);
        }

        /** The request that ends the upload. */
        URI closing(String digest) {
            return URI.create(address + (address.getQuery() == null ? "?" : "&") + "digest=" + digest);
        }

        /** Registries say {@code 0-0} when nothing is there, though it means one byte. */
        private static long bytes(String last) {
            long number = Long.parseLong(last);
            return number == 0 ? 0 : number + 1;
        }

        private static Optional<URI> location(HttpReply answer) {
            return answer.header("Location").map(answer.address()::resolve);
        }
    }
}
