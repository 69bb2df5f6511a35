package io.kuberelease.testkit.registry;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sells tokens for scopes, and looks at each request whether its token is good for it. */
final class TokenDesk {
    private final String pair;
    private final Map<String, Set<String>> sold = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    TokenDesk(String user, String password) {
        String both = user + ":" + password;
        this.pair = "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer's JSON; absent for a wrong password. */
    Optional<String> sell(HttpExchange exchange) {
        if (!pair.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return Optional.empty();
        }
        String token = UUID.randomUUID().toString();
        sold.put(token, scopes(exchange.getRequestURI().getRawQuery()));
        count.incrementAndGet();
        return Optional.of("{\"token\":\"" + token + "\",\"expires_in\":300}");
    }

    /** Whether the request's token covers the repository and, when a blob is mounted, the one it comes from. */
    boolean admits(HttpExchange exchange, String repository, Optional<String> from) {
        String header = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        Set<String> scopes = sold.getOrDefault(header.replaceFirst("^Bearer ", ""), Set.of());
        boolean reads = Set.of("GET", "HEAD").contains(exchange.getRequestMethod());
        return grants(scopes, repository, reads ? "pull" : "push")
                && from.map(other -> grants(scopes, other, "pull")).orElse(true);
    }

    void expire() {
        sold.clear();
    }

    int count() {
        return count.get();
    }

    private static boolean grants(Set<String> scopes, String repository, String action) {
        return scopes.stream()
                .map(scope -> scope.split(":", 3))
                .anyMatch(scope -> scope[1].equals(repository)
                        && Set.of(scope[2].split(",")).contains(action));
    }

    private static Set<String> scopes(String query) {
        return Stream.of(query.split("&"))
                .filter(part -> part.startsWith("scope=repository"))
                .map(part -> URLDecoder.decode(part.substring("scope=".length()), StandardCharsets.UTF_8))
                .collect(Collectors.toSet());
    }
}
