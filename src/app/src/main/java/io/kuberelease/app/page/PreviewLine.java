package io.kuberelease.app.page;

import io.kuberelease.api.PreviewsData.BranchData;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.LivePreview;
import java.time.Instant;
import java.util.Optional;

/**
 * A live preview on the page.
 *
 * @param standing what is to be said of it first
 * @param words why it stands so, where that needs words
 * @param going the build that deploys it now
 * @param shown whether somebody has to look at its files before it is deployed, since it is from a fork
 */
public record PreviewLine(
        BranchData preview,
        Standing standing,
        Optional<String> words,
        Optional<PreviewRequestLine> going,
        boolean shown) {
    /** How it stands. */
    public enum Standing {
        BEING_MADE,
        LIVE,
        NOT_READY,
        FAILED,
        OVER,
        ENDING
    }

    /**
     * The line.
     *
     * @param request the last that is known for the branch
     */
    static PreviewLine of(BranchData preview, Optional<PreviewRequestLine> request, boolean shown, Instant now) {
        Optional<PreviewRequestLine> going = request.filter(PreviewRequestLine::goesOn);
        Standing standing = standing(preview, going.isPresent(), now);
        return new PreviewLine(preview, standing, words(preview, standing, request), going, shown);
    }

    private static Standing standing(BranchData preview, boolean going, Instant now) {
        if (preview.state() == LivePreview.State.ENDING) {
            return Standing.ENDING;
        }
        if (going || preview.state() == LivePreview.State.CLAIMED) {
            return Standing.BEING_MADE;
        }
        if (preview.until().isBefore(now)) {
            return Standing.OVER;
        }
        if (preview.lost().isPresent()
                || preview.result().filter(PreviewLine::isBad).isPresent()) {
            return Standing.FAILED;
        }
        if (preview.version().isEmpty() && preview.problem().isEmpty()) {
            return Standing.BEING_MADE;
        }
        boolean isShort = preview.pods().isPresent() && !preview.readyPods().equals(preview.pods());
        return isShort || preview.pods().filter(pods -> pods == 0).isPresent() ? Standing.NOT_READY : Standing.LIVE;
    }

    private static boolean isBad(EnvironmentRecord.Result result) {
        return result == EnvironmentRecord.Result.FAILED || result == EnvironmentRecord.Result.RETURNED;
    }

    private static Optional<String> words(BranchData preview, Standing standing, Optional<PreviewRequestLine> request) {
        return switch (standing) {
            case BEING_MADE -> request.flatMap(PreviewRequestLine::words);
            case FAILED ->
                preview.lost()
                        .map(what -> what + "; delete it and deploy again")
                        .or(() -> request.filter(last -> last.state() == PreviewRequestLine.State.FAILED)
                                .flatMap(PreviewRequestLine::words))
                        .or(() -> Optional.of(
                                preview.result()
                                                .filter(EnvironmentRecord.Result.RETURNED::equals)
                                                .isPresent()
                                        ? "its last release failed, and the one before was brought back"
                                        : "its last release failed"));
            case OVER -> Optional.of("its time is over, and it is deleted soon");
            case ENDING -> Optional.of("it is being deleted");
            case NOT_READY -> preview.pods().filter(pods -> pods == 0).map(none -> "no pod of it runs");
            case LIVE -> Optional.empty();
        };
    }
}
