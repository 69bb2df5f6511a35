package io.kuberelease.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.app.RunningRelease.Carried;
import io.kuberelease.engine.RunResult;
import io.kuberelease.view.Details;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunningReleasesTest {
    private final RunningReleases underWay = new RunningReleases();
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
        RunningRelease first = begin("polls", () -> {});

        assertThat(begin("polls", () -> {})).isSameAs(first);
        underWay.remove(Path.of("polls"), first);

        assertThat(underWay.find(Path.of("polls"))).isEmpty();
    }

    @Test
    void oneThatIsBeingOpenedKeepsNoOtherWaiting() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        RunningRelease slow = life(() -> {
            awaitUninterruptibly(opened);
            return hosted(() -> {});
        });
        CompletableFuture<Void> opening = CompletableFuture.runAsync(
                () -> underWay.join(Path.of("slow"), slow).live(), work -> new Thread(work).start());

        RunningRelease joined = underWay.join(Path.of("slow"), slow);
        List<RunningRelease> others = IntStream.range(0, 100)
                .mapToObj(each -> begin("app-" + each, () -> {}))
                .toList();

        assertThat(joined).isSameAs(slow);
        assertThat(joined.opened()).isEmpty();
        assertThat(others).allSatisfy(other -> assertThat(other.opened()).isPresent());
        opened.countDown();
        opening.get(1, TimeUnit.MINUTES);
        assertThat(slow.opened()).isPresent();
    }

    private RunningRelease begin(String name, Runnable belongings) {
        RunningRelease fresh = life(() -> hosted(belongings));
        RunningRelease life = underWay.join(Path.of(name), fresh);
        if (life == fresh) {
            life.live();
        }
        return life;
    }

    private static RunningRelease life(Supplier<Carried> opening) {
        return new RunningRelease(Path.of("nowhere"), opening, new Nowhere(), Threads.ofProgram(), line -> {});
    }

    private static Carried hosted(Runnable belongings) {
        return carried(new CompletableFuture<>(), belongings);
    }

    private static Carried carried(CompletableFuture<RunResult> ending, Runnable belongings) {
        return new Carried(new OpenRelease(null, null, () -> Details.NONE, () -> {}, belongings), ending);
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
    private static final class Nowhere implements RunningRelease.Register {
        @Override
        public void add() {}

        @Override
        public void remove(RunningRelease life) {}

        @Override
        public boolean isClosed() {
            return false;
        }
    }
}
