package io.kuberelease.adapters.cloud.aws;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Amazon's signature of a request, version 4.
 *
 * @param service its name in signatures, for example {@code ecr}
 * @param at when the request is made
 */
record AwsSignature(AwsKey key, String region, String service, Instant at) {
    /** The header, or parameter of a presigned address, with the token of the key's session. */
    static final String TOKEN = "X-Amz-Security-Token";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** The time in the form of {@code X-Amz-Date}. */
    String time() {
        return TIME.format(at);
    }

    /**
     * The header {@code Authorization} of a request without a query.
     *
     * @param headers all that are signed, {@code host}, {@code x-amz-date} and the session's token included
     */
    String authorization(String method, String path, Map<String, String> headers, String body) {
        TreeMap<String, String> signed = new TreeMap<>();
        headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
        String signature =
                sign(method + "\n" + path + "\n\n" + lines(signed) + "\n" + names(signed) + "\n" + hash(body));
        return ALGORITHM + " Credential=" + key.id() + "/" + scope() + ", SignedHeaders=" + names(signed)
                + ", Signature=" + signature;
    }

    /**
     * A presigned address: whoever has it can make the GET request, for {@code seconds}.
     *
     * @param headers all that the request must have; names in lower case
     */
    URI presigned(URI place, Map<String, String> query, Map<String, String> headers, int seconds) {
        TreeMap<String, String> signed = new TreeMap<>(headers);
        signed.put("host", place.getAuthority());
        TreeMap<String, String> parameters = new TreeMap<>(query);
        parameters.put("X-Amz-Algorithm", ALGORITHM);
        parameters.put("X-Amz-Credential", key.id() + "/" + scope());
        parameters.put("X-Amz-Date", time());
        parameters.put("X-Amz-Expires", String.valueOf(seconds));
        key.session().ifPresent(session -> parameters.put(TOKEN, session.token().reveal()));
        parameters.put("X-Amz-SignedHeaders", names(signed));
        String asked = parameters.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        String signature = sign("GET\n/\n" + asked + "\n" + lines(signed) + "\n" + names(signed) + "\n" + hash(""));
        return URI.create(place + "/?" + asked + "&X-Amz-Signature=" + signature);
    }

    private String sign(String request) {
        String text = ALGORITHM + "\n" + time() + "\n" + scope() + "\n" + hash(request);
        byte[] secret = ("AWS4" + key.secret().reveal()).getBytes(StandardCharsets.UTF_8);
        byte[] ofDay = hmac(secret, day());
        byte[] ofService = hmac(hmac(ofDay, region), service);
        return HexFormat.of().formatHex(hmac(hmac(ofService, "aws4_request"), text));
    }

    private String scope() {
        return day() + "/" + region + "/" + service + "/aws4_request";
    }

    private String day() {
        return time().substring(0, "yyyyMMdd".length());
    }

    private static String names(TreeMap<String, String> headers) {
        return String.join(";", headers.keySet());
    }

    private static String lines(TreeMap<String, String> headers) {
        return headers.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue().strip() + "\n")
                .collect(Collectors.joining());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static byte[] hmac(byte[] secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
