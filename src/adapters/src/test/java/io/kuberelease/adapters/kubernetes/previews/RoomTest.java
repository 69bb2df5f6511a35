package io.kuberelease.adapters.kubernetes.previews;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.kubernetes.previews.Room.Answer;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.LivePreview.State;
import io.kuberelease.model.Namespace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomTest {
    @Test
    void whoIsAmongTheFirstStays() {
        assertThat(new Room("b", List.of(preview("a", State.LIVE)), 2).answer()).isEqualTo(Answer.STAYS);
    }

    @Test
    void whoComesToAFullHouseGoesBack() {
        assertThat(new Room("b", List.of(preview("z", State.LIVE)), 1).answer()).isEqualTo(Answer.FULL);
    }

    @Test
    void ofTwoThatComeForTheLastPlaceOneWaitsAndTheOtherGoesBack() {
        assertThat(new Room("a", List.of(preview("b", State.CLAIMED)), 1).answer())
                .isEqualTo(Answer.WAITS);
        assertThat(new Room("b", List.of(preview("a", State.CLAIMED)), 1).answer())
                .isEqualTo(Answer.FULL);
    }

    private static LivePreview preview(String name, State state) {
        return new LivePreview(
                new Namespace(name), "uid", name, Optional.empty(), "ann", Instant.EPOCH, Instant.MAX, state);
    }
}
