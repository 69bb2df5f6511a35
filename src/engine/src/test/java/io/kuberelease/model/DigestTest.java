package io.kuberelease.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Content addresses are those that every other tool computes. */
class DigestTest {
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void contentHasTheAddressThatFips180GivesForIt() {
        assertThat(Digest.of("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(new Digest("sha256:" + OF_ABC));
    }

    @Test
    void textIsAddressedByItsUtf8Bytes() {
        assertThat(Digest.of("né")).isEqualTo(Digest.of(new byte[] {'n', (byte) 0xC3, (byte) 0xA9}));
    }
}
