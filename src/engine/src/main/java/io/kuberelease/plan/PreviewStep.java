package io.kuberelease.plan;

import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.Target;
import io.kuberelease.plan.ClustersReader.PopUps;
import io.kuberelease.request.Place;
import io.kuberelease.request.ReleaseRequest.PreviewedBranch;
import java.util.Collection;
import java.util.Optional;

/**
 * The preview that a release goes to.
 *
 * @param cluster how its cluster is made; absent when that is there anyway
 * @param environment with names, address and settings filled in
 * @param note a remark for people; absent when there is none
 */
record PreviewStep(
        PreviewRules rules,
        EnvironmentSpec environment,
        PreviewClaim claim,
        Optional<ClusterSpec> cluster,
        Optional<String> note) {

    /**
     * The branch's preview; absent when it may not have one, or nothing is known of previews, which become problems.
     *
     * @param others where the file's environments and tests are: a preview there would be deployed to, and deleted
     */
    static Optional<PreviewStep> of(
            PreviewedBranch branch,
            SourceRevision source,
            Field section,
            Optional<PreviewRules> rules,
            PopUps popUps,
            Collection<Target> others,
            Problems problems) {
        section.required("write, for example, preview: {cluster: staging, host: \"{branch}.app.example.com\"}");
        Optional<String> refusal =
                rules.flatMap(known -> known.branches().against(branch.name(), branch.defaultBranch()));
        refusal.ifPresent(why -> problems.add(
                new Place(branch.who(), 0, 0),
                "branch",
                Optional.of(branch.name()),
                why,
                "take another branch, or name it in preview.branches"));
        rules.map(known -> known.environment(branch.name(), source.commit()).target())
                .filter(there -> others.stream().anyMatch(other -> isSame(other, there)))
                .ifPresent(
                        there -> section.refuseKey(
                                "gives branch " + branch.name() + " namespace " + there.namespace() + " of cluster "
                                        + there.cluster() + ", which an environment or the tests of this file have",
                                "set preview.namespace to a name that only previews have, for example \"{app}-preview-{branch}\""));
        return rules.filter(known -> refusal.isEmpty())
                .map(known -> new PreviewStep(
                        known,
                        known.environment(branch.name(), source.commit()),
                        known.claim(branch.name()),
                        popUps.of(known.cluster()),
                        known.branches().doubt(branch.name(), branch.defaultBranch())));
    }

    private static boolean isSame(Target one, Target other) {
        return one.cluster().equals(other.cluster()) && one.namespace().equals(other.namespace());
    }
}
