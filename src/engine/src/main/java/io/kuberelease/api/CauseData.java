package io.kuberelease.api;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.view.CauseWords;
import io.kuberelease.view.TextSanitizer;
import java.util.List;
import java.util.Optional;

/**
 * Why something failed.
 *
 * @param kind its class
 * @param words the class in a few words, for example {@code crash loop}
 * @param summary what was tried, on what, and why it failed
 * @param evidence what was seen, saved before anything was undone
 * @param suggestion what to do about it, as the end of "perhaps you should …"
 */
public record CauseData(
        CauseKind kind, String words, String summary, List<EvidenceData> evidence, Optional<String> suggestion) {
    public CauseData {
        evidence = List.copyOf(evidence);
    }

    /**
     * Something that was seen: where, and its lines, oldest first.
     *
     * @param background whether the cause does not rest on it, and it is of use to somebody who looks further
     */
    public record EvidenceData(String title, List<String> lines, boolean background) {
        public EvidenceData {
            lines = List.copyOf(lines);
        }

        private static EvidenceData of(Evidence evidence) {
            return new EvidenceData(
                    TextSanitizer.text(evidence.title()), TextSanitizer.lines(evidence.lines()), evidence.background());
        }
    }

    static CauseData of(Cause cause) {
        return new CauseData(
                cause.kind(),
                CauseWords.of(cause.kind()),
                TextSanitizer.text(cause.summary()),
                cause.evidence().stream().map(EvidenceData::of).toList(),
                cause.suggestion().map(TextSanitizer::text));
    }
}
