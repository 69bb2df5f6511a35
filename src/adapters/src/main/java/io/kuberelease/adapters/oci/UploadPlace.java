package io.kuberelease.adapters.oci;

import io.kuberelease.adapters.http.HttpReply;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an upload goes on.
 *
 * @param address as the registry gave it last; often signed, and good for the next request only
 * @param arrived how many of the blob's bytes are there
 */
record UploadPlace(URI address, long arrived) {
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
