package io.kuberelease.adapters.oci;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry's demand for authorization, from its {@code WWW-Authenticate} header.
 *
 * @param bearer whether it wants a token rather than a password
 * @param parameters by name in lower case; empty when it wants a password
 */
record Challenge(boolean bearer, Map<String, String> parameters) {
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z_]+)=(?:\"([^\"]*)\"|([^\\s,\"]+))");

    /** The first challenge that we can answer, a token before a password; empty when there is none. */
    static Optional<Challenge> of(List<String> headers) {
        return headers.stream()
                .filter(header -> starts(header, "bearer "))
                .findFirst()
                .map(header -> new Challenge(true, parameters(header)))
                .or(() -> headers.stream()
                        .filter(header -> starts(header, "basic"))
                        .findFirst()
                        .map(header -> new Challenge(false, Map.of())));
    }

    private static boolean starts(String header, String scheme) {
        return header.toLowerCase(Locale.ROOT).startsWith(scheme);
    }

    private static Map<String, String> parameters(String header) {
        Map<String, String> found = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            String quoted = matcher.group(2);
            found.put(matcher.group(1).toLowerCase(Locale.ROOT), quoted == null ? matcher.group(3) : quoted);
        }
        return Map.copyOf(found);
    }
}
