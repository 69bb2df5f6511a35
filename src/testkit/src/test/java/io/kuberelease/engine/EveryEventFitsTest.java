package io.kuberelease.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.testkit.contract.EveryEvent;
import org.junit.jupiter.api.Test;

/** What programs, servers and people say has an end in the journal, and it is said where it was cut. */
/** Of every kind of event that there is: whoever goes through all parts of an outcome may forget one. */
class EveryEventFitsTest {

    @Test
    void whatHasRoomStaysAsItIs() {
        for (ReleaseEvent event : EveryEvent.all()) {
            assertThat(BoundedEvent.of(event)).isEqualTo(event);
        }
    }

    @Test
    void nothingIsLostOfAnOutcomeThatHoldsNoSecret() {
        Redactor redactor = new Redactor();

        for (StageOutcome outcome : EveryEvent.outcomes()) {
            StageOutcome told = redactor.outcome(outcome);

            // Spaces and marks may be others, since control characters are taken out.
            assertThat(letters(redactor.text(told.toString()))).isEqualTo(letters(redactor.text(outcome.toString())));
        }
    }

    private static String letters(String text) {
        return text.replaceAll("[^A-Za-z0-9]", "");
    }
}
