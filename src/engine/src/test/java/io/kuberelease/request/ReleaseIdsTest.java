package io.kuberelease.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.ReleaseId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReleaseIdsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T19:38:44.123Z");
    private static final String COMMIT = "3f2c1ab9d0e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4";

    @Test
    void pipelinesThatBeginWithTheSameCommitInTheSameMomentHaveReleasesOfTheirOwn() {
        List<ReleaseId> ids = IntStream.range(0, 200)
                .mapToObj(pipeline -> new ReleaseIds(InstantSource.fixed(NOW)).next(COMMIT))
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void anIdSaysWhenAndOfWhichCommit() {
        assertThat(new ReleaseIds(InstantSource.fixed(NOW), new Random(1))
                        .next(COMMIT)
                        .value())
                .matches("261129-193844-123-3f2c1ab-[a-z0-9]{6}");
    }

    @Test
    void sortedAsTextTheyAreInOrderOfTime() {
        List<String> ids = Stream.of(0, 1, 10, 900, 1_000, 60_000, 86_400_000)
                .map(later -> new ReleaseIds(InstantSource.fixed(NOW.plusMillis(later)))
                        .next(COMMIT)
                        .value())
                .toList();

        assertThat(ids).isSorted();
    }

    @Test
    void whateverTheSourceIsCalledTheIdIsALabelAndPartOfAName() {
        for (String commit : List.of("", "A", "ÄÖÜ", "deadbeefcafe", "-_-")) {
            assertThat(new ReleaseIds(InstantSource.fixed(NOW)).next(commit).value())
                    .matches("[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?");
        }
    }
}
