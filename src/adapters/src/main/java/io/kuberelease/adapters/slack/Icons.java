package io.kuberelease.adapters.slack;

import io.kuberelease.view.Phase;

/** The symbol of each phase, by the names that every Slack knows. */
final class Icons {
    private Icons() {}

    static String of(Phase phase) {
        return switch (phase) {
            case PENDING, NOT_REACHED -> ":white_circle:";
            case RUNNING -> ":arrow_forward:";
            case WAITING -> ":raised_hand:";
            case RETRYING -> ":repeat:";
            case DONE -> ":white_check_mark:";
            case UNCHANGED -> ":heavy_minus_sign:";
            case FAILED -> ":x:";
            case STOPPED -> ":black_square_for_stop:";
        };
    }
}
