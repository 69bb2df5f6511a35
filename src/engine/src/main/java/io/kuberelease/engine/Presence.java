package io.kuberelease.engine;

import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long a bundle has been in an environment, as the environment's records tell.
 *
 * @param lasted zero when it never was there in health
 * @param present whether it is there now
 */
record Presence(Duration lasted, boolean present) {
    private static final Presence NEVER = new Presence(Duration.ZERO, false);

    /** A release that changed nothing neither begins nor ends anybody's time. */
    static Presence of(ImageReference bundle, List<EnvironmentRecord> newestFirst, Instant now) {
        int found = indexOf(bundle, newestFirst);
        if (found < 0) {
            return NEVER;
        }
        Instant since = since(newestFirst.subList(found, newestFirst.size()));
        List<EnvironmentRecord> later = newestFirst.subList(0, found).stream()
                .filter(entry -> entry.result() != Result.UNCHANGED)
                .toList();
        Instant until = later.isEmpty() ? now : later.get(later.size() - 1).at();
        Duration lasted = Duration.between(since, until);
        return new Presence(lasted.isNegative() ? Duration.ZERO : lasted, later.isEmpty());
    }

    private static int indexOf(ImageReference bundle, List<EnvironmentRecord> newestFirst) {
        for (int i = 0; i < newestFirst.size(); i++) {
            EnvironmentRecord entry = newestFirst.get(i);
            if (entry.bundle().equals(bundle) && entry.result() != Result.FAILED) {
                return i;
            }
        }
        return -1;
    }

    /** Where a bundle that changed nothing was found, what it found had been there before. */
    private static Instant since(List<EnvironmentRecord> fromFound) {
        Instant since = fromFound.get(0).at();
        for (EnvironmentRecord entry : fromFound) {
            if (entry.result() == Result.FAILED) {
                return since;
            }
            since = entry.at();
            if (entry.result() != Result.UNCHANGED) {
                return since;
            }
        }
        return since;
    }
}
