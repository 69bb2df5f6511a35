package io.kuberelease.view;

import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;

/** The output of stages in a log that is read later. */
public final class Output {
    private Output() {}

    /** Whether it belongs there: that of tests is what people look for; a build's is in the evidence when it fails. */
    public static boolean isTold(Stage stage) {
        return stage.task() instanceof StageTask.RunTests
                || stage.task() instanceof StageTask.FindTestMark
                || stage.task() instanceof StageTask.Verify;
    }
}
