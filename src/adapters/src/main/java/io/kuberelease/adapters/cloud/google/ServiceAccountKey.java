package io.kuberelease.adapters.cloud.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/**
 * A service account's key, from the file that Google hands out. Other kinds of Google's files are refused: they could
 * name a program or an address to ask.
 */
public final class ServiceAccountKey {
    private static final int LIFETIME_SECONDS = 3600;
    /** The audience of the assertion. Fixed, since a key file must not name an address to ask. */
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";

    private final String account;
    private final String keyId;
    private final PrivateKey key;

    /**
     * @param keyId empty when it is not known; then Google tries all keys of the account
     */
    public ServiceAccountKey(String account, String keyId, PrivateKey key) {
        this.account = account;
        this.keyId = keyId;
        this.key = key;
    }

    /**
     * Reads a key file.
     *
     * @param what names it in messages: {@code credential gcp}
     * @param file the file's content
     * @throws ReleaseException.Failed when it is not a key file; the message shows nothing of its content
     */
    public static ServiceAccountKey read(String what, String file) {
        try {
            JsonNode json = new ObjectMapper().readTree(file);
            if (json == null || !json.path("type").asText().equals("service_account")) {
                throw notOne(what, "its type is not service_account");
            }
            return new ServiceAccountKey(
                    text(what, json, "client_email"),
                    json.path("private_key_id").asText(""),
                    privateKey(text(what, json, "private_key")));
        } catch (IOException | IllegalArgumentException | GeneralSecurityException broken) {
            // The parsers' own messages could show the file's content.
            throw notOne(what, "it is broken");
        }
    }

    String account() {
        return account;
    }

    /**
     * A signed statement of who we are (a JWT), which Google exchanges for a token; valid for an hour from {@code now}.
     */
    String assertion(Instant now, String scope) {
        ObjectMapper json = new ObjectMapper();
        ObjectNode header = json.createObjectNode().put("alg", "RS256").put("typ", "JWT");
        if (!keyId.isEmpty()) {
            header.put("kid", keyId);
        }
        String claims = json.createObjectNode()
                .put("iss", account)
                .put("scope", scope)
                .put("aud", AUDIENCE)
                .put("iat", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + LIFETIME_SECONDS)
                .toString();
        String unsigned = encoded(header.toString().getBytes(StandardCharsets.UTF_8)) + "."
                + encoded(claims.getBytes(StandardCharsets.UTF_8));
        return unsigned + "." + encoded(signed(unsigned));
    }

    private byte[] signed(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK signs with RSA", impossible);
        }
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }

    private static String text(String what, JsonNode json, String field) {
        String value = json.path(field).asText("");
        if (value.isEmpty()) {
            throw notOne(what, "it has no " + field);
        }
        return value;
    }

    private static String encoded(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }

    private static ReleaseException.Failed notOne(String what, String why) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.BAD_INPUT, what + " is not a key file of a service account of Google's: " + why)
                        .suggesting("make one: gcloud iam service-accounts keys create"));
    }
}
