package io.kuberelease.cli.page;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets one browser in. The token is in an address, which shells, histories and screens keep: so it can be exchanged for
 * a cookie only once, and is worthless after that.
 */
final class PageKey {
    /** The parameter of the address that holds the token. */
    static final String PARAMETER = "token";

    private static final int BYTES = 24;

    private final String cookie;
    private final String token = random();
    private final String session = random();
    private final AtomicBoolean used = new AtomicBoolean();

    /**
     * @param cookie the cookie's name: browsers keep cookies by host and not by port, so each page needs its own
     */
    PageKey(String cookie) {
        this.cookie = cookie;
    }

    String token() {
        return token;
    }

    boolean isUsed() {
        return used.get();
    }

    /** The cookie for the first request with the token; absent for every other. */
    Optional<String> exchange(URI address) {
        String query = Optional.ofNullable(address.getRawQuery()).orElse("");
        boolean right = same(query, PARAMETER + "=" + token);
        return right && used.compareAndSet(false, true) ? Optional.of(cookie + "=" + session) : Optional.empty();
    }

    /** Whether the cookies of a request are from the browser that was let in. */
    boolean lets(@Nullable String cookies) {
        return used.get()
                && cookies != null
                && Arrays.stream(cookies.split(";"))
                        .map(String::strip)
                        .anyMatch(each -> same(each, cookie + "=" + session));
    }

    /** Compares in constant time. */
    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
