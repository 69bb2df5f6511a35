package io.kuberelease.adapters.webhook;

import io.kuberelease.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to the receiver who sent a body and when: HMAC-SHA256 over the time, a dot and the body. The time is signed
 * too, so that an intercepted request can't be sent again later.
 */
final class Signature {
    static final String HEADER = "Kube-Release-Signature";
    private static final String ALGORITHM = "HmacSHA256";

    private final Secret key;

    Signature(Secret key) {
        this.key = key;
    }

    /** The header's value, for example {@code t=1795254000,v1=5257a869…}. */
    String of(String body, Instant at) {
        String signed = at.getEpochSecond() + "." + body;
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            String code = HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
            return "t=" + at.getEpochSecond() + ",v1=" + code;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }
}
