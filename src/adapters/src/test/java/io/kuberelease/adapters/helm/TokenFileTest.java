package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.cluster.ExpiringTokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where Helm finds a cluster's token, and what is left of it. */
@Timeout(60)
class TokenFileTest {
    private static final Duration SELDOM = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(5);

    @TempDir
    Path directory;

    private final BlockingQueue<String> troubles = new LinkedBlockingQueue<>();

    @Test
    void onlyItsUserMayReadItAndTheKubeconfigNamesItInsteadOfTheToken() throws IOException {
        try (TokenFile token = keep(() -> "tulip", SELDOM)) {
            Path file = files().get(0);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(file).content().isEqualTo("tulip");
            assertThat(token.in("users: [{name: me, user: {token: tulip}}]"))
                    .contains(file.toString())
                    .doesNotContain("tulip");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aTokenThatCanNotBeHadIsToldAndTheNextOneIsWritten() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ExpiringTokenProvider tokens = () -> {
            if (asked.incrementAndGet() == 2) {
                throw new IllegalStateException("STS is away");
            }
            return "token " + asked.get();
        };
        TokenFile token = keep(tokens, OFTEN);

        assertThat(troubles.take()).contains("STS is away");
        Instant end = Instant.now().plusSeconds(20);
        while (Files.readString(files().get(0)).equals("token 1")
                && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }
        assertThat(Files.readString(files().get(0))).isNotEqualTo("token 1");

        token.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void nothingIsLeftByAThreadThatIsInterruptedAndARenewalThatHangs() throws Exception {
        CountDownLatch hangs = new CountDownLatch(2);
        CountDownLatch goesOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        ExpiringTokenProvider tokens = () -> {
            hangs.countDown();
            if (hangs.getCount() == 0) {
                awaitDeafly(goesOn);
                ended.countDown();
            }
            return "tulip";
        };
        TokenFile token = keep(tokens, OFTEN);
        hangs.await();

        Thread.currentThread().interrupt();
        token.close();

        assertThat(Thread.interrupted()).isTrue();
        goesOn.countDown();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(files()).isEmpty();
    }

    @Test
    void whatAKilledProcessHasLeftIsRemovedOnceItHasEnded() throws IOException {
        Path old = Files.writeString(directory.resolve("token-1"), "old");
        Path young = Files.writeString(directory.resolve("token-2"), "young");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        keep(() -> "tulip", SELDOM).close();

        assertThat(files()).containsExactly(young);
    }

    private TokenFile keep(ExpiringTokenProvider tokens, Duration renewed) {
        return TokenFile.keep(directory, tokens, renewed, troubles::add);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static void awaitDeafly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException deaf) {
                // A library that does not listen.
            }
        }
    }
}
