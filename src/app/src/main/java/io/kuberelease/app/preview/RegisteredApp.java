package io.kuberelease.app.preview;

import io.kuberelease.app.BadRequest;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.AppDescription;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An app that has, or has had, previews in a cluster, as the host's register keeps it.
 *
 * @param form of the file
 * @param project the full name of the project whose jobs release it
 * @param cluster where its previews are, as the release file calls it
 * @param description the release file of the last release
 * @param branches those that were released, and are not known to be removed
 * @param steps how a pipeline deployed the last of them; empty when that is not known
 */
public record RegisteredApp(
        int form,
        String project,
        String app,
        String cluster,
        String description,
        Map<String, Branch> branches,
        List<PreviewStep> steps) {
    /** The form that this program writes. */
    static final int FORM = 1;

    static final Comparator<RegisteredApp> ORDER = Comparator.comparing(RegisteredApp::project)
            .thenComparing(RegisteredApp::app)
            .thenComparing(RegisteredApp::cluster);

    public RegisteredApp {
        branches = Map.copyOf(branches);
        // A register of an earlier version says nothing of it.
        steps = steps == null ? List.of() : List.copyOf(steps);
    }

    /**
     * A branch with a preview.
     *
     * @param heads what in the project's repository was released to it: the branch, or changes that are to be merged
     *     from it; empty when it is only a name
     * @param over whether all those are gone, so that it is to be removed
     */
    public record Branch(List<String> heads, boolean over) {
        static final Branch UNKNOWN = new Branch(List.of(), false);

        public Branch {
            heads = List.copyOf(heads);
        }

        Branch and(Optional<String> head) {
            TreeSet<String> all = new TreeSet<>(heads);
            head.ifPresent(all::add);
            return new Branch(List.copyOf(all), false);
        }

        Branch without(String head) {
            List<String> left =
                    heads.stream().filter(each -> !each.equals(head)).toList();
            return new Branch(left, over || (left.isEmpty() && !heads.isEmpty()));
        }
    }

    static RegisteredApp of(String project, String app, String cluster, String description) {
        return new RegisteredApp(FORM, project, app, cluster, description, Map.of(), List.of());
    }

    /**
     * The app.
     *
     * @throws ReleaseException.Failed when this program can't read its release file
     */
    public AppDescription described() {
        return described(description);
    }

    static AppDescription described(String description) {
        try {
            return ReleasePlanner.describe(description);
        } catch (BadRequest wrong) {
            throw new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, wrong.report())
                    .suggesting("mend the release file, and release again"));
        }
    }

    RegisteredApp described(RegisteredApp last) {
        return new RegisteredApp(FORM, project, app, cluster, last.description, branches, steps);
    }

    RegisteredApp by(PreviewStep step) {
        return new RegisteredApp(FORM, project, app, cluster, description, branches, List.of(step));
    }

    RegisteredApp in(String otherProject) {
        return new RegisteredApp(FORM, otherProject, app, cluster, description, branches, steps);
    }

    /** What is known of a branch. */
    public Branch branch(String name) {
        return branches.getOrDefault(name, Branch.UNKNOWN);
    }

    /** Whether it is the same app in the same cluster, of another project. */
    boolean sharesPreviewsWith(RegisteredApp other) {
        return app.equals(other.app) && cluster.equals(other.cluster) && !project.equals(other.project);
    }

    boolean stillHas(String name) {
        return branches.containsKey(name) && !branch(name).over();
    }

    Set<String> over() {
        return branches.entrySet().stream()
                .filter(each -> each.getValue().over())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    RegisteredApp with(String name, Branch branch) {
        Map<String, Branch> all = new TreeMap<>(branches);
        all.put(name, branch);
        return new RegisteredApp(FORM, project, app, cluster, description, all, steps);
    }

    RegisteredApp each(UnaryOperator<Branch> change) {
        Map<String, Branch> all = new TreeMap<>(branches);
        all.replaceAll((name, branch) -> change.apply(branch));
        return new RegisteredApp(FORM, project, app, cluster, description, all, steps);
    }

    /** Without the branch, unless it was released again meanwhile. */
    RegisteredApp withoutOver(String name) {
        Map<String, Branch> all = new TreeMap<>(branches);
        all.computeIfPresent(name, (same, branch) -> branch.over() ? null : branch);
        return new RegisteredApp(FORM, project, app, cluster, description, all, steps);
    }
}
