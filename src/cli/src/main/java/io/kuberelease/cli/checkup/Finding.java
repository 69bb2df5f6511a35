package io.kuberelease.cli.checkup;

import io.kuberelease.model.ReleaseException;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param good whether a release can do with it
 * @param words what is there, or what is lacking
 * @param advice how to get what is lacking
 */
public record Finding(boolean good, String words, Optional<String> advice) {

    /** All is well. */
    public static Finding good(String words) {
        return new Finding(true, words, Optional.empty());
    }

    /** Something is lacking. */
    public static Finding lacking(String words, String advice) {
        return new Finding(false, words, Optional.of(advice));
    }

    /** What a port threw. */
    static Finding of(ReleaseException problem) {
        return new Finding(false, problem.reason().summary(), problem.reason().suggestion());
    }
}
