package io.kuberelease.app.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.Progress;
import io.kuberelease.testkit.SamplePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes between the two machines is text; what comes out is the same as if the image were built here. */
class RemoteImageBuildTest {
    private static final ReleasePlan PLAN = SamplePlan.toProduction();

    @TempDir
    Path source;

    @Test
    void anotherSourceIsRefusedBeforeAnythingIsBuiltAndToldAsSuch() throws Exception {
        Files.writeString(source.resolve("Dockerfile"), "FROM scratch");

        String answer = build(true).carryOut(place());

        assertThatThrownBy(() -> RemoteImageBuild.result(answer, cause -> cause))
                .isInstanceOfSatisfying(ReleaseException.Errored.class, errored -> assertThat(errored.retryAfter())
                        .isLessThan(Duration.ofMinutes(1)))
                .hasMessageContaining("could not ask git whether the source of the image is still");
    }

    @Test
    void theTextsOfAProblemAreMaskedWhereTheyAreRead() throws Exception {
        String answer = build(true).carryOut(place());

        assertThatThrownBy(() -> RemoteImageBuild.result(
                        answer, cause -> Cause.of(CauseKind.UNAVAILABLE, "hidden: " + cause.kind())))
                .hasMessageContaining("hidden: ");
    }

    private RemoteImageBuild build(boolean compared) {
        String plan = new JournalCodec().write(new JournalEntry(0, Instant.EPOCH, new ReleaseEvent.Planned(PLAN)));
        return new RemoteImageBuild(plan, "build", Instant.now().plusSeconds(60), compared);
    }

    private RemoteImageBuild.Place place() {
        return new RemoteImageBuild.Place(source, Map.of(), repository -> Optional.empty(), Set.of(), Progress.SILENT);
    }
}
