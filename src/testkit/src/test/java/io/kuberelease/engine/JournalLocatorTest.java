package io.kuberelease.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EnvironmentJournals;
import io.kuberelease.testkit.FakeWorld;
import io.kuberelease.testkit.SamplePlan;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalLocatorTest {
    private final EnvironmentJournals clusters = new FakeWorld().journals();
    private final ReleasePlan plan = SamplePlan.toProduction();

    @Test
    void aBrokenJournalInAClusterIsNamedAndHidesNoOther() {
        EnvironmentSpec staging =
                plan.environment(new EnvironmentName("staging")).orElseThrow();
        List<JournalEntry> good = List.of(
                entry(0, new ReleaseEvent.Planned(plan)),
                entry(1, new ReleaseEvent.JournalMoved(new EnvironmentName("staging"))));
        clusters.append(staging, plan.release(), good);
        clusters.append(
                staging, new ReleaseId("broken"), List.of(entry(0, new ReleaseEvent.Ended(ReleaseResult.SUCCEEDED))));

        JournalLocator.Found found = new JournalLocator(clusters).in(List.of(staging), 5);

        assertThat(found.journals()).containsExactly(good);
        assertThat(found.unreachable()).singleElement().asString().contains("broken", "does not begin with a plan");
    }

    private static JournalEntry entry(long number, ReleaseEvent event) {
        return new JournalEntry(number, Instant.EPOCH, event);
    }
}
