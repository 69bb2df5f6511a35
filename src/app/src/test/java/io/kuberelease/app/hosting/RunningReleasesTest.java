package io.kuberelease.app.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.app.ReleaseRunner.OpenRelease;
import io.kuberelease.app.Threads;
import io.kuberelease.app.hosting.Assignments.Assignment;
import io.kuberelease.app.hosting.RunningRelease.Carried;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningReleasesTest {
    private final Threads threads = Threads.ofProgram();
    private final List<String> closed = new ArrayList<>();

    @TempDir
    Path directory;

    private RunningReleases running;

    @BeforeEach
    void begin() {
        running = new RunningReleases(new Assignments(directory.resolve("underway")), threads);
    }

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void oneThatCanNotBeClosedKeepsNoOtherOpen() {
        open("polls", () -> closed.add("polls"));
        open("hello", () -> refuse("hello"));
        open("votes", () -> refuse("votes"));
        open("users", () -> closed.add("users"));

        assertThatThrownBy(running::close)
                .hasMessageContaining("can't be closed")
                .satisfies(first -> assertThat(first.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(List.of(first.getMessage(), other.getMessage()))
                                .containsExactlyInAnyOrder("hello can't be closed", "votes can't be closed")));

        assertThat(closed).containsExactlyInAnyOrder("polls", "users");
        assertThat(running.assignments()).hasSize(4);
    }

    @Test
    void aReleaseIsBegunOnceAndForgottenWhenItIsOver() {
        CompletableFuture<RunResult> ending = new CompletableFuture<>();
        CompletableFuture<RunResult> over = carryOut("polls", () -> carried(ending, () -> {}));

        assertThat(begin("polls", () -> {})).isSameAs(over);
        assertThat(running.find(Path.of("polls"))).isPresent();
        assertThat(running.assignments()).containsExactly(assignment("polls"));
        ending.completeExceptionally(new IllegalStateException("gone"));

        assertThat(running.isAlive(Path.of("polls"))).isFalse();
        assertThat(running.assignments()).isEmpty();
        assertThat(closed).containsExactly("polls was left");
    }

    @Test
    void oneThatIsNotUnderWayNeverBeginsOnceItIsAborted() {
        Path planned = directory.resolve("step-7");

        assertThat(running.abort(planned, "ann")).isFalse();

        assertThat(planned.resolve("aborted-by")).hasContent("ann");
    }

    @Test
    void oneThatIsBeingOpenedKeepsNoOtherWaiting() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        CompletableFuture<Void> opening = CompletableFuture.runAsync(
                () -> {
                    CompletableFuture<RunResult> unused = carryOut("slow", () -> {
                        awaitUninterruptibly(opened);
                        return carried(new CompletableFuture<>(), () -> {});
                    });
                },
                work -> new Thread(work).start());

        List<String> others =
                IntStream.range(0, 20).mapToObj(each -> "app-" + each).toList();
        others.forEach(each -> open(each, () -> {}));

        assertThat(others)
                .allSatisfy(other -> assertThat(running.find(Path.of(other))).isPresent());
        opened.countDown();
        opening.get(1, TimeUnit.MINUTES);
        assertThat(running.find(Path.of("slow"))).isPresent();
    }

    private void open(String name, Runnable belongings) {
        CompletableFuture<RunResult> unused = begin(name, belongings);
    }

    private CompletableFuture<RunResult> begin(String name, Runnable belongings) {
        return carryOut(name, () -> carried(new CompletableFuture<>(), belongings));
    }

    private CompletableFuture<RunResult> carryOut(String name, Supplier<Carried> opening) {
        return running.carryOut(
                Path.of(name), assignment(name), opening, () -> closed.add(name + " was left"), line -> {});
    }

    private static Assignment assignment(String name) {
        return new Assignment(name + "#1", "step-7", "", List.of(""));
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
}
