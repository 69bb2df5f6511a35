package io.kuberelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentJournals;
import io.kuberelease.port.EnvironmentJournals.Carrier;
import io.kuberelease.port.EnvironmentJournals.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises of {@link EnvironmentJournals}, as tests for each implementation. */
public interface EnvironmentJournalsContract {
    ReleaseId R1 = new ReleaseId("r1");
    Carrier ADA = new Carrier("machine-a", "ada@machine-a");
    Carrier BOB = new Carrier("machine-b", "bob@machine-b");

    /** The journals that a program sees; another program's, of the same world, when called again. */
    EnvironmentJournals journals();

    /** The environment of that name of this test's app, where no journal is kept yet. */
    EnvironmentSpec keeping(String environment);

    @Test
    default void whereNothingWasWrittenThereIsNothing() {
        EnvironmentSpec staging = keeping("staging");

        assertThat(journals().releases(staging)).isEmpty();
        assertThat(journals().entries(staging, R1)).isEmpty();
        assertThat(journals().carrying(staging, R1)).isEmpty();
    }

    @Test
    default void anotherProgramReadsExactlyWhatWasWritten() {
        EnvironmentSpec staging = keeping("staging");
        List<JournalEntry> written = entries(EveryEvent.all());
        EnvironmentJournals here = journals();

        assertThat(here.append(staging, R1, written.subList(0, 5))).isTrue();
        written.subList(5, written.size()).forEach(entry -> assertThat(here.append(staging, R1, List.of(entry)))
                .isTrue());

        assertThat(journals().entries(staging, R1)).containsExactlyElementsOf(written);
    }

    @Test
    default void theSameEntriesAgainAreWrittenOnce() {
        EnvironmentSpec staging = keeping("staging");
        List<JournalEntry> written = entries(EveryEvent.all()).subList(0, 4);
        journals().append(staging, R1, written.subList(0, 3));

        assertThat(journals().append(staging, R1, written)).isTrue();
        assertThat(journals().append(staging, R1, written.subList(1, 3))).isTrue();

        assertThat(journals().entries(staging, R1)).containsExactlyElementsOf(written);
    }

    @Test
    default void whoComesSecondIsRefusedAndTheJournalDoesNotFork() {
        EnvironmentSpec staging = keeping("staging");
        EnvironmentJournals first = journals();
        EnvironmentJournals second = journals();
        first.append(staging, R1, List.of(plan(0)));
        second.append(staging, R1, List.of(plan(0)));

        assertThat(first.append(staging, R1, List.of(by("ada", 1)))).isTrue();
        assertThat(second.append(staging, R1, List.of(by("bob", 1)))).isFalse();

        assertThat(second.entries(staging, R1)).containsExactly(plan(0), by("ada", 1));
        assertThat(second.append(staging, R1, List.of(by("bob", 2)))).isTrue();
        assertThat(first.append(staging, R1, List.of(by("ada", 2)))).isFalse();
    }

    @Test
    default void entriesThatLeaveAGapAreRefused() {
        EnvironmentSpec staging = keeping("staging");

        assertThat(journals().append(staging, R1, List.of(by("ada", 1)))).isFalse();
        journals().append(staging, R1, List.of(plan(0)));
        assertThat(journals().append(staging, R1, List.of(by("ada", 2)))).isFalse();

        assertThat(journals().entries(staging, R1)).containsExactly(plan(0));
    }

    @Test
    default void ofManyWritersAtTheSameTimeOneWins() {
        EnvironmentSpec staging = keeping("staging");
        journals().append(staging, R1, List.of(plan(0)));

        List<CompletableFuture<Boolean>> writers = IntStream.range(0, 8)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> journals().append(staging, R1, List.of(by("w" + i, 1)))))
                .toList();

        assertThat(writers.stream().map(CompletableFuture::join).filter(won -> won))
                .hasSize(1);
        assertThat(journals().entries(staging, R1)).hasSize(2);
    }

    @Test
    default void eachReleaseHasItsOwnAndTheyAreAllListed() {
        EnvironmentSpec staging = keeping("staging");
        ReleaseId other = new ReleaseId("r2");

        journals().append(staging, R1, List.of(plan(0)));
        journals().append(staging, other, List.of(plan(0), by("ada", 1)));

        assertThat(journals().releases(staging)).containsExactly(other, R1);
        assertThat(journals().entries(staging, R1)).hasSize(1);
        assertThat(journals().entries(staging, other)).hasSize(2);
    }

    @Test
    default void whoWatchesHearsWhatAnotherProgramWrites() throws Exception {
        EnvironmentSpec staging = keeping("staging");
        journals().append(staging, R1, List.of(plan(0)));
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();

        Subscription watch = journals().watch(staging, R1, heard::add);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
        journals().append(staging, R1, List.of(by("bob", 1)));

        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
        watch.close();
    }

    @Test
    default void aReleaseIsCarriedOnByOneProcessWhichSaysWhoItIs() {
        EnvironmentSpec staging = keeping("staging");

        Subscription claim = journals().claim(staging, R1, ADA);

        assertThat(journals().carrying(staging, R1))
                .hasValueSatisfying(by -> assertThat(by.who()).isEqualTo("ada@machine-a"));
        assertThatThrownBy(() -> journals().claim(staging, R1, BOB))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, refused -> {
                    assertThat(refused.reason().kind()).isEqualTo(CauseKind.LOCKED);
                    assertThat(refused.reason().summary()).contains("r1", "ada@machine-a");
                });
        claim.close();
        journals().claim(staging, R1, BOB).close();
        assertThat(journals().carrying(staging, R1)).isEmpty();
    }

    @Test
    default void theNextProcessOfTheSameMachineNeedNotWaitForTheClaimOfOneThatDied() {
        EnvironmentSpec staging = keeping("staging");
        Subscription ofTheDead = journals().claim(staging, R1, ADA);

        Subscription claim = journals().claim(staging, R1, new Carrier(ADA.id(), "ada again"));

        assertThat(journals().carrying(staging, R1))
                .hasValueSatisfying(by -> assertThat(by.who()).isEqualTo("ada again"));
        claim.close();
        ofTheDead.close();
    }

    private static JournalEntry plan(long number) {
        return entries(EveryEvent.all()).get(Math.toIntExact(number));
    }

    private static JournalEntry by(String who, long number) {
        return new JournalEntry(
                number,
                Instant.parse("2026-11-21T10:00:01.123456789Z").plusSeconds(number),
                new ReleaseEvent.AbortRequested(who));
    }

    private static List<JournalEntry> entries(List<ReleaseEvent> events) {
        Instant start = Instant.parse("2026-11-21T10:00:00.123456789Z");
        List<JournalEntry> entries = new ArrayList<>();
        events.forEach(event -> entries.add(new JournalEntry(entries.size(), start.plusNanos(entries.size()), event)));
        return entries;
    }
}
