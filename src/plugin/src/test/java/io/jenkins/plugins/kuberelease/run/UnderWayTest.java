package io.jenkins.plugins.kuberelease.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.wiring.JenkinsThreads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnderWayTest {
    private final UnderWay underWay = new UnderWay();
    private final List<String> closed = new ArrayList<>();

    @Test
    void oneThatCanNotBeClosedKeepsNoOtherOpen() {
        begin("polls", () -> closed.add("polls"));
        begin("hello", () -> refuse("hello"));
        begin("votes", () -> refuse("votes"));
        begin("users", () -> closed.add("users"));

        assertThatThrownBy(underWay::close)
                .hasMessageContaining("can't be closed")
                .satisfies(first -> assertThat(first.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(List.of(first.getMessage(), other.getMessage()))
                                .containsExactlyInAnyOrder("hello can't be closed", "votes can't be closed")));

        assertThat(closed).containsExactlyInAnyOrder("polls", "users");
    }

    @Test
    void aReleaseIsBegunOnceAndForgottenWhenItIsOver() {
        Life first = begin("polls", () -> {});

        assertThat(begin("polls", () -> {})).isSameAs(first);
        underWay.remove(Path.of("polls"), first);

        assertThat(underWay.find(Path.of("polls"))).isEmpty();
    }

    @Test
    void oneThatIsBeingOpenedKeepsNoOtherWaiting() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        Life slow = life(() -> {
            awaitUninterruptibly(opened);
            return hosted(() -> {});
        });
        CompletableFuture<Void> opening = CompletableFuture.runAsync(
                () -> underWay.join(Path.of("slow"), slow).live(), work -> new Thread(work).start());

        Life joined = underWay.join(Path.of("slow"), slow);
        List<Life> others = IntStream.range(0, 100)
                .mapToObj(each -> begin("app-" + each, () -> {}))
                .toList();

        assertThat(joined).isSameAs(slow);
        assertThat(joined.hosted()).isEmpty();
        assertThat(others).allSatisfy(other -> assertThat(other.hosted()).isPresent());
        opened.countDown();
        opening.get(1, TimeUnit.MINUTES);
        assertThat(slow.hosted()).isPresent();
    }

    private Life begin(String name, Runnable belongings) {
        Life fresh = life(() -> hosted(belongings));
        Life life = underWay.join(Path.of(name), fresh);
        if (life == fresh) {
            life.live();
        }
        return life;
    }

    private static Life life(Supplier<Hosted> opening) {
        return new Life(Path.of("nowhere"), opening, new Nowhere(), JenkinsThreads.start(), TaskListener.NULL);
    }

    private static Hosted hosted(Runnable belongings) {
        return new Hosted(null, new Observed(), new CompletableFuture<>(), belongings);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(String name) {
        throw new IllegalStateException(name + " can't be closed");
    }

    /** Keeps no list. */
    private static final class Nowhere implements Life.Register {
        @Override
        public void add() {}

        @Override
        public void remove(Life life) {}

        @Override
        public boolean isClosed() {
            return false;
        }
    }
}
