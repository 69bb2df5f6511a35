package io.jenkins.plugins.kuberelease.step;

import java.util.Map;
import java.util.function.Function;

/** Which step gives back what. */
public enum Answer {
    /** All of a release. */
    RELEASE(ReleaseAnswer::release),
    /** The image. */
    IMAGE(ReleaseAnswer::image),
    /** The image and its tags. */
    PUSH(ReleaseAnswer::push),
    /** How the tests ended. */
    TESTS(ReleaseAnswer::tests),
    /** The chart, and the bundle where one was written. */
    CHART(ReleaseAnswer::chart),
    /** What is in the one environment now. */
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
