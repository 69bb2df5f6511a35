package io.jenkins.plugins.kuberelease.step;

import io.kuberelease.model.ReleaseException;
import io.kuberelease.view.Harmless;

/** What a step says when it can't do what it was asked; nothing in it is a command for whatever shows it. */
final class Refusals {
    private Refusals() {}

    static String words(ReleaseException problem) {
        String why = Harmless.text(problem.reason().summary());
        return problem.reason()
                .suggestion()
                .map(fix -> why + "\n  → " + Harmless.text(fix))
                .orElse(why);
    }
}
