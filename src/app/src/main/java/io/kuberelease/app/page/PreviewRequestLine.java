package io.kuberelease.app.page;

import io.kuberelease.view.TextSanitizer;
import java.time.Instant;
import java.util.Optional;

/**
 * A build that was asked to deploy a branch, as the page follows it.
 *
 * @param by who asked for it
 * @param url of the build's page, relative to the host's root; absent while it waits for its turn
 * @param words how far it has come, in a line; absent when nothing is known yet
 */
public record PreviewRequestLine(
        String branch,
        String by,
        Instant at,
        State state,
        Optional<String> build,
        Optional<String> url,
        Optional<String> words) {
    /** How far it has come. */
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED
    }

    /**
     * A build of a host.
     *
     * @param url of its page, relative to the host's root
     * @param result what it ended as, in the host's word; absent while it goes on
     * @param good whether that is a success
     * @param failure why a step of it failed
     * @param release how far its release has come
     */
    public record Build(
            String name,
            String url,
            Optional<String> result,
            boolean good,
            Optional<String> failure,
            Optional<String> release) {
        private State state() {
            return result.isEmpty() ? State.RUNNING : good ? State.DONE : State.FAILED;
        }

        private Optional<String> words() {
            return switch (state()) {
                case FAILED -> failure.or(() -> release).or(() -> result.map(word -> "the build ended as " + word));
                case QUEUED, RUNNING -> release.or(() -> Optional.of("its source is being fetched"));
                case DONE -> release;
            };
        }
    }

    /**
     * One that waits for its turn.
     *
     * @param why it does
     */
    public static PreviewRequestLine queued(String branch, String by, Instant since, Optional<String> why) {
        return new PreviewRequestLine(
                TextSanitizer.text(branch),
                TextSanitizer.text(by),
                since,
                State.QUEUED,
                Optional.empty(),
                Optional.empty(),
                why.map(TextSanitizer::text));
    }

    /** One whose build has begun. */
    public static PreviewRequestLine begun(String branch, String by, Instant at, Build build) {
        return new PreviewRequestLine(
                TextSanitizer.text(branch),
                TextSanitizer.text(by),
                at,
                build.state(),
                Optional.of(build.name()),
                Optional.of(build.url()),
                build.words());
    }

    /** Whether it goes on. */
    boolean goesOn() {
        return state == State.QUEUED || state == State.RUNNING;
    }
}
