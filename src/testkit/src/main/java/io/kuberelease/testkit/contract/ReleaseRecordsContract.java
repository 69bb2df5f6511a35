package io.kuberelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Version;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.ReleaseRecords;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The promises of {@link ReleaseRecords}, as tests for each implementation. */
public interface ReleaseRecordsContract {

    /** The records that a program sees; another program's, of the same world, when called again. */
    ReleaseRecords records();

    /** The environment of that name of this test's app, of which there are no records yet. */
    EnvironmentSpec recorded(String environment);

    @Test
    default void anEnvironmentThatNothingCameToHasAnEmptyHistory() {
        assertThat(records().history(recorded("staging"))).isEmpty();
    }

    @Test
    default void theNewestRecordComesFirst() {
        EnvironmentSpec staging = recorded("staging");
        ReleaseRecords records = records();

        records.write(staging, entry(staging, "r1", Result.DEPLOYED));
        records.write(staging, entry(staging, "r2", Result.FAILED));
        records.write(staging, entry(staging, "r3", Result.UNCHANGED));

        assertThat(records.history(staging))
                .containsExactly(
                        entry(staging, "r3", Result.UNCHANGED),
                        entry(staging, "r2", Result.FAILED),
                        entry(staging, "r1", Result.DEPLOYED));
    }

    @Test
    default void theSameRecordAgainIsHarmless() {
        EnvironmentSpec staging = recorded("staging");
        ReleaseRecords records = records();
        records.write(staging, entry(staging, "r1", Result.DEPLOYED));
        records.write(staging, entry(staging, "r2", Result.FAILED));

        records.write(staging, entry(staging, "r1", Result.DEPLOYED));
        records.write(staging, entry(staging, "r2", Result.FAILED));

        assertThat(records.history(staging))
                .containsExactly(entry(staging, "r2", Result.FAILED), entry(staging, "r1", Result.DEPLOYED));
    }

    @Test
    default void anotherProgramReadsTheSameHistory() {
        EnvironmentSpec staging = recorded("staging");

        records().write(staging, entry(staging, "r1", Result.DEPLOYED));

        assertThat(records().history(staging)).containsExactly(entry(staging, "r1", Result.DEPLOYED));
    }

    @Test
    default void anEnvironmentHasItsOwnRecordsOnly() {
        EnvironmentSpec staging = recorded("staging");
        EnvironmentSpec production = recorded("production");
        ReleaseRecords records = records();

        records.write(staging, entry(staging, "r1", Result.DEPLOYED));
        records.write(production, entry(production, "r1", Result.FAILED));

        assertThat(records.history(staging)).containsExactly(entry(staging, "r1", Result.DEPLOYED));
        assertThat(records.history(production)).containsExactly(entry(production, "r1", Result.FAILED));
    }

    private static EnvironmentRecord entry(EnvironmentSpec environment, String release, Result result) {
        return new EnvironmentRecord(
                new ReleaseId(release),
                environment.app(),
                environment.name(),
                new Version("1.4.0"),
                "3f2c1ab",
                PerImage.single(ImageReference.parse("registry.example/polls@sha256:" + "a".repeat(64))),
                ImageReference.parse("registry.example/polls@sha256:" + "b".repeat(64)),
                3,
                Instant.parse("2026-01-01T00:00:00.123456789Z"),
                "ada \"the\" first",
                result);
    }
}
