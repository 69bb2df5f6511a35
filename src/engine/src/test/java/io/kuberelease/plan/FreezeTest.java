package io.kuberelease.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreezeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest(name = "{0} to {1} at {2}")
    @CsvSource({
        // Berlin is an hour ahead of UTC in winter, two in summer.
        "Fri 16:00, Mon 08:00, 2026-11-20T14:59:59Z,",
        "Fri 16:00, Mon 08:00, 2026-11-20T15:00:00Z, 2026-11-23T07:00:00Z",
        "Fri 16:00, Mon 08:00, 2026-11-23T06:59:59Z, 2026-11-23T07:00:00Z",
        "Fri 16:00, Mon 08:00, 2026-11-23T07:00:00Z,",
        "Fri 16:00, Mon 08:00, 2026-07-03T14:00:00Z, 2026-07-06T06:00:00Z",
        // The night in which clocks are put back, and the one in which they are put forward.
        "Fri 16:00, Mon 08:00, 2026-10-23T14:00:00Z, 2026-10-26T07:00:00Z",
        "Fri 16:00, Mon 08:00, 2026-03-27T15:00:00Z, 2026-03-30T06:00:00Z",
        "Sat, Sun, 2026-11-21T00:00:00Z, 2026-11-22T23:00:00Z",
        "Sat, Sat, 2026-11-21T22:59:59Z, 2026-11-21T23:00:00Z",
        "Sat, Sat, 2026-11-21T23:00:00Z,",
        "Mon 08:00, Mon 06:00, 2026-11-23T04:00:00Z, 2026-11-23T05:00:00Z",
        "Mon 08:00, Mon 06:00, 2026-11-23T06:00:00Z,",
        "22:00, 06:00, 2026-11-20T21:00:00Z, 2026-11-21T05:00:00Z",
        "22:00, 06:00, 2026-11-21T04:00:00Z, 2026-11-21T05:00:00Z",
        "22:00, 06:00, 2026-11-21T12:00:00Z,",
        "9:00, 17:00, 2026-11-21T09:00:00Z, 2026-11-21T16:00:00Z",
        "2026-12-23 12:00, 2027-01-02, 2026-12-23T10:59:59Z,",
        "2026-12-23 12:00, 2027-01-02, 2026-12-23T11:00:00Z, 2027-01-02T23:00:00Z",
        "2026-12-23, 2026-12-23, 2026-12-23T11:00:00Z, 2026-12-23T23:00:00Z",
        // 02:30 comes twice: the first is where it begins, the second is where it ends.
        "2026-10-25 02:30, 2026-10-25 12:00, 2026-10-25T00:30:00Z, 2026-10-25T11:00:00Z",
        "2026-10-24, 2026-10-25 02:30, 2026-10-25T01:29:59Z, 2026-10-25T01:30:00Z",
        // 02:30 does not come at all: it begins at 03:00, and ends at 03:30.
        "2026-03-29 02:30, 2026-03-29 12:00, 2026-03-29T01:00:00Z, 2026-03-29T10:00:00Z",
        "2026-03-28, 2026-03-29 02:30, 2026-03-29T01:29:59Z, 2026-03-29T01:30:00Z"
    })
    void aWindowEndsWhereItsZoneSaysSo(String from, String to, Instant now, Instant end) {
        FreezeWindow window = new FreezeWindow(from, to, BERLIN);

        assertThat(window.endAround(now)).isEqualTo(Optional.ofNullable(end));
    }

    @Test
    void windowsThatFollowEachOtherAreOneFreeze() {
        Freeze freeze = new Freeze(List.of(
                new FreezeWindow("Fri 16:00", "Mon 08:00", ZoneOffset.UTC),
                new FreezeWindow("2026-11-23 07:00", "2026-11-24", ZoneOffset.UTC)));

        assertThat(freeze.endAround(Instant.parse("2026-11-21T00:00:00Z")))
                .contains(Instant.parse("2026-11-25T00:00:00Z"));
    }

    @Test
    void aFreezeWithoutAnEndIsNotLookedThroughForEver() {
        Freeze always = new Freeze(List.of(
                new FreezeWindow("00:00", "12:00", ZoneOffset.UTC),
                new FreezeWindow("12:00", "00:00", ZoneOffset.UTC)));
        Instant now = Instant.parse("2026-11-21T00:00:00Z");

        assertThat(always.endAround(now))
                .hasValueSatisfying(end -> assertThat(end).isAfterOrEqualTo(now.plus(Freeze.LONGEST)));
    }
}
