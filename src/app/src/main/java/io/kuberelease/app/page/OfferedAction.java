package io.kuberelease.app.page;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An action that the visitor of a page can take now; the page shows no others.
 *
 * @param words the label of its button
 * @param url of the page that asks to confirm, relative to the release page
 * @param environment the environment that the action is about, if it is about one
 * @param stage the stage that the action is about, if it is about one
 */
public record OfferedAction(Kind kind, String words, String url, Optional<String> environment, Optional<String> stage) {

    /** The kinds of actions. */
    public enum Kind {
        /** Approve or reject. */
        APPROVE,
        ABORT,
        PROMOTE,
        ROLLBACK;

        /** The spelling in addresses and documents. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind with this spelling; absent when there is none. */
        public static Optional<Kind> of(String word) {
            return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }
    }
}
