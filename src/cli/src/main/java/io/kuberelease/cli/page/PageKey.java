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
 * Lets one browser in. The token stands in an address, which shells, histories and screens remember: so it is exchanged
 * for a cookie once, and is worth nothing from then on.
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
     * @param cookie its name: browsers keep cookies by host and not by port, so that each page needs one of its own
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

    /** The cookie for whoever comes with the token first; nothing for everybody else. */
    Optional<String> exchange(URI address) {
        String query = Optional.ofNullable(address.getRawQuery()).orElse("");
        boolean right = same(query, PARAMETER + "=" + token);
        return right && used.compareAndSet(false, true) ? Optional.of(cookie + "=" + session) : Optional.empty();
    }

    /** Whether the cookies of a request are those of the browser that was let in. */
    boolean lets(@Nullable String cookies) {
        return used.get()
                && cookies != null
                && Arrays.stream(cookies.split(";"))
                        .map(String::strip)
                        .anyMatch(each -> same(each, cookie + "=" + session));
    }

    /** In the same time wherever they differ. */
    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
