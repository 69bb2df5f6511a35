package io.kuberelease.adapters.git;

import io.kuberelease.model.SourceRevision;
import io.kuberelease.plan.Problem;
import java.util.List;

/**
 * A source's revision and version, before a plan is made from it.
 *
 * @param version the one that was asked for, unchecked, else git's
 * @param problems why revision or version are not known; then both may be placeholders, and nothing may be released
 * @param notes remarks on how the version was found; possibly empty
 */
public record SourceState(SourceRevision revision, String version, List<Problem> problems, List<String> notes) {
    public SourceState {
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }
}
