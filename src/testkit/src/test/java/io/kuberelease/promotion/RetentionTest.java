package io.kuberelease.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Retention;
import io.kuberelease.model.Version;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.testkit.SampleFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which records are kept. */
class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final EnvironmentSpec staging = SampleFile.polls().environment("staging");

    @Test
    void theNewestAreKeptUpToTheNumber() {
        List<EnvironmentRecord> many = IntStream.range(0, 30)
                .mapToObj(day -> record(day, Result.DEPLOYED))
                .toList();

        assertThat(new Retention(12, Duration.ofDays(365)).keep(many, NOW)).isEqualTo(many.subList(0, 12));
    }

    @Test
    void whatIsTooOldGoesExceptTheLastGoodBundles() {
        List<EnvironmentRecord> old = List.of(
                record(400, Result.FAILED),
                record(401, Result.DEPLOYED),
                record(402, Result.FAILED),
                record(403, Result.DEPLOYED),
                record(404, Result.UNCHANGED),
                record(405, Result.DEPLOYED));

        assertThat(Retention.USUAL.keep(old, NOW)).containsExactly(old.get(1), old.get(3), old.get(4));
    }

    private EnvironmentRecord record(int daysAgo, Result result) {
        ImageReference bundle = ImageReference.parse("registry.example/polls@sha256:"
                + Integer.toString(1000 + daysAgo).repeat(16));
        return new EnvironmentRecord(
                new ReleaseId("r" + daysAgo),
                staging.app(),
                staging.name(),
                new Version("1.4.0"),
                "3f2c1ab",
                PerImage.single(bundle),
                bundle,
                1,
                NOW.minus(Duration.ofDays(daysAgo)),
                "ann",
                result);
    }
}
