package io.kuberelease.app.page;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that whoever looks at the page can do now; the page shows no other.
 *
 * @param words as on a button
 * @param url of the page that asks to confirm, relative to the release page
 * @param environment what it is about, if it is about one environment
 * @param stage what it is about, if it is about one stage
 */
public record OfferedAction(Kind kind, String words, String url, Optional<String> environment, Optional<String> stage) {

    /** What can be done. */
    public enum Kind {
        /** Approve or reject. */
        APPROVE,
        ABORT,
        PROMOTE,
        ROLLBACK;

        /** As addresses and documents spell it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one that is spelled so; any other is absent. */
        public static Optional<Kind> of(String word) {
            return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }
    }
}
