package io.kuberelease.testkit.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.testkit.google.StrictTokens.Refusal;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Checks a service account's assertion as Google's token service does, in its order and words. */
final class AssertionCheck {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    /** The audience that an assertion must name, wherever it is sent: Google's name for its service. */
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";

    private static final long LONGEST = 3600;
    private static final long SKEW = 300;

    private final PublicKey key;
    private final String account;

    AssertionCheck(PublicKey key, String account) {
        this.key = key;
        this.account = account;
    }

    /** The refusal of a request; absent when its assertion is good. */
    Optional<Refusal> refuse(String form) {
        Map<String, String> fields = fields(form);
        if (!GRANT.equals(fields.get("grant_type"))) {
            return refusal("unsupported_grant_type", "Invalid grant_type: " + fields.get("grant_type"));
        }
        String[] parts = fields.getOrDefault("assertion", "").split("\\.", -1);
        if (parts.length != 3) {
            return refusal("invalid_request", "Assertion not found");
        }
        try {
            return refuse(json(parts[0]), json(parts[1]), parts);
        } catch (IOException | IllegalArgumentException | GeneralSecurityException unreadable) {
            return refusal("invalid_grant", "Bad Request");
        }
    }

    private Optional<Refusal> refuse(JsonNode header, JsonNode claims, String[] parts) throws GeneralSecurityException {
        if (!claims.path("iss").asText().equals(account)) {
            return refusal("invalid_grant", "Invalid grant: account not found");
        }
        if (!header.path("alg").asText().equals("RS256") || !isSigned(parts)) {
            return refusal("invalid_grant", "Invalid JWT Signature.");
        }
        if (!claims.path("aud").asText().equals(AUDIENCE)) {
            return refusal("invalid_grant", "Invalid JWT: Failed audience check.");
        }
        long now = Instant.now().getEpochSecond();
        long from = claims.path("iat").asLong();
        long to = claims.path("exp").asLong();
        if (to - from > LONGEST || from > now + SKEW || to < now - SKEW) {
            return refusal(
                    "invalid_grant",
                    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
                            + " Check your iat and exp values in the JWT claim.");
        }
        return claims.path("scope").asText().startsWith("https://www.googleapis.com/auth/")
                ? Optional.empty()
                : refusal("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
    }

    private boolean isSigned(String[] parts) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    }

    private static Optional<Refusal> refusal(String error, String description) {
        return Optional.of(new Refusal(error, description));
    }

    private static JsonNode json(String part) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(part));
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String each : form.split("&", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                fields.put(
                        each.substring(0, equals),
                        URLDecoder.decode(each.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return fields;
    }
}
