package io.kuberelease.adapters.kubernetes.approvals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A certificate request (PKCS #10) whose common name is a given text. It is never to be signed and its key is thrown
 * away: it only carries the text, in a field that an API server lets nobody change.
 */
final class SignedRequest {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int UTF8 = 0x0c;
    private static final int BITS = 0x03;
    private static final int LONG_FORM = 0x80;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    private static final byte[] NO_ATTRIBUTES = {(byte) 0xa0, 0x00};
    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
    private static final byte[] ECDSA_WITH_SHA256 = {
        0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
    };
    private static final String BEGIN = "-----BEGIN CERTIFICATE REQUEST-----";
    private static final String END = "-----END CERTIFICATE REQUEST-----";

    private SignedRequest() {}

    /** A new request in PEM with this common name, of at most 64 characters. */
    static String named(String text) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] content =
                    value(SEQUENCE, VERSION, name(text), keys.getPublic().getEncoded(), NO_ATTRIBUTES);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            byte[] signed = value(
                    SEQUENCE,
                    content,
                    value(SEQUENCE, ECDSA_WITH_SHA256),
                    value(BITS, new byte[] {0}, signature.sign()));
            return BEGIN + "\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(signed) + "\n" + END
                    + "\n";
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has elliptic curves", impossible);
        }
    }

    /** Whether a request in PEM has this common name; false for anything malformed. Its signature is not checked. */
    static boolean isNamed(String pem, String text) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            return false;
        }
        try {
            byte[] signed = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            int content = afterHeader(signed, 0);
            int version = afterHeader(signed, content);
            return startsWith(signed, version, VERSION) && startsWith(signed, version + VERSION.length, name(text));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException other) {
            return false;
        }
    }

    private static byte[] name(String text) {
        return value(
                SEQUENCE, value(SET, value(SEQUENCE, COMMON_NAME, value(UTF8, text.getBytes(StandardCharsets.UTF_8)))));
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] start) {
        return Arrays.equals(bytes, from, from + start.length, start, 0, start.length);
    }

    /** The index of a DER value's content, given that of its tag. */
    private static int afterHeader(byte[] der, int tag) {
        int length = der[tag + 1] & 0xff;
        return tag + 2 + (length < LONG_FORM ? 0 : length - LONG_FORM);
    }

    /** A DER value of less than 64 KiB: tag, length and the joined parts. */
    private static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length < LONG_FORM) {
            all.write(length);
        } else if (length <= 0xff) {
            all.write(LONG_FORM + 1);
            all.write(length);
        } else {
            all.write(LONG_FORM + 2);
            all.write(length >> 8);
            all.write(length);
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }
}
