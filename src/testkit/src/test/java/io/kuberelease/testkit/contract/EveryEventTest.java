package io.kuberelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A kind that is added must be among the events that journals are tried with. */
class EveryEventTest {

    @Test
    void holdsEveryKindOfEventOutcomeAndOutput() {
        assertHolds(ReleaseEvent.class, EveryEvent.all());
        assertHolds(StageOutcome.class, EveryEvent.outcomes());
        assertHolds(StageOutput.class, EveryEvent.outputs());
    }

    private static void assertHolds(Class<?> kinds, List<?> values) {
        assertThat(values).extracting(Object::getClass).hasSameElementsAs(List.of(kinds.getPermittedSubclasses()));
    }
}
