package io.jenkins.plugins.kuberelease.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
        Hosted first = begin("polls", () -> {});

        assertThat(begin("polls", () -> {})).isSameAs(first);
        underWay.remove(Path.of("polls"), first);

        assertThat(underWay.find(Path.of("polls"))).isEmpty();
    }

    private Hosted begin(String name, Runnable belongings) {
        return underWay.join(
                Path.of(name), absent -> new Hosted(null, new Observed(), new CompletableFuture<>(), belongings));
    }

    private static void refuse(String name) {
        throw new IllegalStateException(name + " can't be closed");
    }
}
