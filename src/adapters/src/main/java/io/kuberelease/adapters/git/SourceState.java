package io.kuberelease.adapters.git;

import io.kuberelease.model.SourceRevision;
import io.kuberelease.plan.Problem;
import java.util.List;

/**
 * What is known of a source before a plan is made of it.
 *
 * @param version the one that was asked for, unchecked, or git's
 * @param problems why revision or version can't be told; these are stand-ins then, and nothing may be released
 * @param notes what is to be known of how the version was found
 */
public record SourceState(SourceRevision revision, String version, List<Problem> problems, List<String> notes) {
    public SourceState {
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }
}
