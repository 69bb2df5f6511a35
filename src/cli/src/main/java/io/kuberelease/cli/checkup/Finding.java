package io.kuberelease.cli.checkup;

import io.kuberelease.model.ReleaseException;
import java.util.Optional;

/**
 * The result of a check.
 *
 * @param good whether it is sufficient for a release
 * @param words the thing that was found, or is missing
 * @param advice how to get the missing thing; absent when nothing is known
 */
public record Finding(boolean good, String words, Optional<String> advice) {

    /** A good result. */
    public static Finding good(String words) {
        return new Finding(true, words, Optional.empty());
    }

    /** A result for something that is missing. */
    public static Finding lacking(String words, String advice) {
        return new Finding(false, words, Optional.of(advice));
    }

    /** The result for an exception of a port. */
    static Finding of(ReleaseException problem) {
        return new Finding(false, problem.reason().summary(), problem.reason().suggestion());
    }
}
