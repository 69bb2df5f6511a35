package io.kuberelease.model;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How long the records of an environment are kept: to a number and a time, whichever is reached first. The newest
 * records of the present bundle and of the last few good ones stay whatever their age, so that there is always
 * something to go back to.
 *
 * @param number how many records at most; at least 10
 * @param time how old a record may become
 */
public record Retention(int number, Duration time) {
    /** A hundred releases of the last year. */
    public static final Retention USUAL = new Retention(100, Duration.ofDays(365));

    private static final int LEAST = 10;
    /** Good bundles that no age removes: the present one and what a rollback or two would go back to. */
    private static final int GOOD_ONES = 3;

    public Retention {
        if (number < LEAST) {
            throw new IllegalArgumentException(
                    "number of records " + number + " is not valid: use " + LEAST + " or more");
        }
    }

    /**
     * The records that are kept.
     *
     * @param newestFirst of one environment
     */
    public List<EnvironmentRecord> keep(List<EnvironmentRecord> newestFirst, Instant now) {
        Instant oldest = now.minus(time);
        Set<ImageReference> good = new HashSet<>();
        return newestFirst.stream()
                .limit(number)
                .filter(record -> isNewGood(record, good) || !record.at().isBefore(oldest))
                .toList();
    }

    private static boolean isNewGood(EnvironmentRecord record, Set<ImageReference> good) {
        return record.isGood() && good.size() < GOOD_ONES && good.add(record.bundle());
    }
}
