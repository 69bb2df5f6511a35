package io.kuberelease.adapters.kubernetes.approvals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedRequestTest {
    private static final String DECISION = "0123456789abcdef".repeat(4);

    @Test
    void isARequestThatOthersCanReadAndWhoseSignatureHolds(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("request.pem"), SignedRequest.named(DECISION));

        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-printcertreq",
                        "-file",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String read = new String(keytool.getInputStream().readAllBytes(), UTF_8);

        assertThat(keytool.waitFor()).as(read).isZero();
        assertThat(read).contains("CN=" + DECISION);
    }

    @Test
    void isInTheNameOfItsTextAndOfNoOther() {
        String request = SignedRequest.named(DECISION);

        assertThat(SignedRequest.isNamed(request, DECISION)).isTrue();
        assertThat(SignedRequest.isNamed(request, DECISION.replace('0', '1'))).isFalse();
        assertThat(SignedRequest.isNamed("no request", DECISION)).isFalse();
        assertThat(SignedRequest.isNamed(
                        "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----", DECISION))
                .isFalse();
    }
}
