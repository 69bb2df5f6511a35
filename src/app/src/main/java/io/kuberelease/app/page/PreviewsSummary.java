package io.kuberelease.app.page;

import io.kuberelease.api.PreviewsData.BranchData;
import io.kuberelease.app.page.PreviewsPage.Looked;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * An app's previews in a line of the board.
 *
 * @param project the display name of the repository's project
 * @param url of its page, relative to the host's root
 * @param live how many there are; absent while that is not known
 * @param ends when the first of them ends unless it is released to again; absent when there is none
 * @param first the branch of that one
 * @param problem why they can't be looked at
 */
public record PreviewsSummary(
        String app,
        String project,
        String url,
        Optional<Integer> live,
        int limit,
        Optional<Instant> ends,
        Optional<String> first,
        Optional<String> problem) {

    /** Summarizes what is known of them. */
    public static PreviewsSummary of(String project, String url, Looked app) {
        Optional<BranchData> soonest = app.live().answer().stream()
                .flatMap(data -> data.previews().stream())
                .min(Comparator.comparing(BranchData::until));
        return new PreviewsSummary(
                app.app(),
                project,
                url,
                app.live().answer().map(data -> data.previews().size()),
                app.limit(),
                soonest.map(BranchData::until),
                soonest.map(BranchData::branch),
                app.live().problem());
    }
}
