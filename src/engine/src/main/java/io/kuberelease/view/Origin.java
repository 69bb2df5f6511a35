package io.kuberelease.view;

import io.kuberelease.plan.ReleasePlan;

/** The origin of what is released, in a few words: branch and commit, or why an earlier bundle is taken again. */
public final class Origin {
    private Origin() {}

    /** The origin of a plan's bundle, for example {@code main 3f2c1ab}, or {@code rollback, made from 3f2c1ab}. */
    public static String of(ReleasePlan plan) {
        String commit = plan.source().shortCommit() + (plan.source().modified() ? " (modified)" : "");
        return switch (plan.kind()) {
            case RELEASE -> plan.source().origin() + " " + commit;
            case PROMOTION -> "promotion, made from " + commit;
            case ROLLBACK -> "rollback, made from " + commit;
        };
    }
}
