package io.jenkins.plugins.kuberelease.step;

import java.util.Map;
import java.util.function.Function;

/** The part of a release's result that a step returns. */
public enum Answer {
    /** Everything about the release. */
    RELEASE(ReleaseAnswer::release),
    /** The image. */
    IMAGE(ReleaseAnswer::image),
    /** The image and its tags. */
    PUSH(ReleaseAnswer::push),
    /** The numbers of passed, failed and skipped tests. */
    TESTS(ReleaseAnswer::tests),
    /** The chart, and the bundle if one was written. */
    CHART(ReleaseAnswer::chart),
    /** The environment that was deployed to, with its revision. */
    DEPLOYMENT(ReleaseAnswer::deployment);

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a method without state
    private final Function<ReleaseAnswer, Map<String, Object>> part;

    Answer(Function<ReleaseAnswer, Map<String, Object>> part) {
        this.part = part;
    }

    Map<String, Object> of(ReleaseAnswer answer) {
        return part.apply(answer);
    }
}
