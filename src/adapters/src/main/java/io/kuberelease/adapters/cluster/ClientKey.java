package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the algorithm of a user's key: the client would take each for RSA. */
final class ClientKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final String ELLIPTIC = "-----BEGIN EC PRIVATE KEY-----";

    private ClientKey() {}

    /** EC, when the key is one, whether or not its header says so. */
    static Optional<String> algorithm(Config config) {
        return pem(config.getClientKeyData(), config.getClientKeyFile())
                .filter(ClientKey::isElliptic)
                .map(elliptic -> "EC");
    }

    private static boolean isElliptic(String pem) {
        if (pem.contains(ELLIPTIC)) {
            return true;
        }
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        return begin >= 0
                && end > begin
                && isElliptic(Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
    }

    private static boolean isElliptic(byte[] key) {
        try {
            KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
            return true;
        } catch (GeneralSecurityException other) {
            return false;
        }
    }

    private static Optional<String> pem(@Nullable String data, @Nullable String file) {
        if (data != null && !data.isEmpty()) {
            return Optional.of(new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8));
        }
        return Optional.ofNullable(file)
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .map(ClientKey::read);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException problem) {
            throw new UncheckedIOException("the key " + file + " that your kubeconfig names can't be read", problem);
        }
    }
}
