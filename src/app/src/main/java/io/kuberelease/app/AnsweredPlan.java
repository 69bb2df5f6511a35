package io.kuberelease.app;

import io.kuberelease.model.ReleaseKind;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.plan.PreviewRules;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan that another machine has answered a request with, compared with that request: who runs the machine that has
 * the source chooses neither in whose name a release is made nor where it goes.
 *
 * @param description the release file that the plan was made from, as the other machine says
 */
public record AnsweredPlan(ReleasePlan plan, String description) {

    /**
     * Returns when the plan answers the request.
     *
     * @throws BadRequest with all in which it differs
     */
    public void requireAnswerTo(ReleaseSpec spec) throws BadRequest {
        List<String> wrong = new ArrayList<>();
        compare("startedBy", spec.startedBy(), plan.startedBy(), wrong);
        compare("kind", ReleaseKind.RELEASE.name(), plan.kind().name(), wrong);
        spec.version()
                .ifPresent(asked -> compare("version", asked, plan.version().value(), wrong));
        spec.parts().image().ifPresent(asked -> compare("image", asked, image(), wrong));
        Set<String> reached = reached();
        Set<String> wanted = new LinkedHashSet<>(spec.to());
        if (!wanted.isEmpty() && !wanted.containsAll(reached)) {
            wrong.add("it goes to " + said(reached) + ", and " + said(wanted) + " was asked for");
        }
        if (spec.parts().alone() && !spec.parts().names().containsAll(reached)) {
            wrong.add("it goes to " + said(reached) + ", and only "
                    + said(spec.parts().names()) + " was asked for");
        }
        if (spec.preview().isPresent() != plan.preview().isPresent()) {
            wrong.add("it goes to " + (plan.preview().isPresent() ? "a preview" : "no preview"));
        }
        Set<EnvironmentSpec> environments = environments();
        if (!environments.isEmpty()) {
            AppDescription app = described(spec);
            compare("app", app.app().value(), plan.app().value(), wrong);
            if (spec.preview().isPresent()) {
                environments.forEach(
                        environment -> compare(environment, app, spec.preview().get(), wrong));
            } else {
                environments.forEach(environment -> compare(environment, app, wrong));
            }
        }
        if (!wrong.isEmpty()) {
            throw new BadRequest("the agent's plan is not the one that it was asked for: " + String.join("; ", wrong)
                    + "\n  → look at who can change the agent, and use another one");
        }
    }

    /** The trusted revision's text where there is one; what the agent says has no part in that. */
    private AppDescription described(ReleaseSpec spec) throws BadRequest {
        return ReleasePlanner.describe(
                spec.file().trusted().isPresent()
                        ? ReleasePlanner.text(
                                spec.file(), spec.beside(), Path.of("").toAbsolutePath())
                        : description);
    }

    private static void compare(EnvironmentSpec planned, AppDescription app, List<String> wrong) {
        Optional<EnvironmentSpec> described = app.environments().stream()
                .filter(each -> each.name().equals(planned.name()))
                .findFirst();
        if (!described.map(EnvironmentSpec::target).equals(Optional.of(planned.target()))) {
            wrong.add("its environment " + planned.name() + " is not that of the release file");
        }
    }

    /** The preview of the branch that was asked for, or where the checkout was to tell, of the one that it has told. */
    private void compare(EnvironmentSpec planned, AppDescription app, String asked, List<String> wrong) {
        Optional<PreviewClaim> claim = plan.preview();
        String branch = asked.isEmpty() ? claim.map(PreviewClaim::branch).orElse("") : asked;
        boolean same = app.previews()
                .filter(rules -> claim.equals(Optional.of(rules.claim(branch))))
                .map(rules -> rules.environment(branch, plan.source().commit()).target())
                .equals(Optional.of(planned.target()));
        if (!same || !planned.name().equals(PreviewRules.NAME)) {
            wrong.add("its preview is not that of branch " + branch + " as the release file says");
        }
    }

    private static void compare(String field, String asked, String answered, List<String> wrong) {
        if (!asked.equals(answered)) {
            wrong.add("its " + field + " is " + said(List.of(answered)) + " instead of " + said(List.of(asked)));
        }
    }

    /** By what the stages do: what they are called decides nothing. */
    private Set<String> reached() {
        return plan.stages().stream()
                .flatMap(stage -> stage.task().reaches().stream())
                .map(environment -> environment.name().value())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<EnvironmentSpec> environments() {
        Set<EnvironmentSpec> all = new LinkedHashSet<>(PlanParts.environments(plan));
        plan.stages().forEach(stage -> stage.task().reaches().ifPresent(all::add));
        return all;
    }

    private String image() {
        return plan.stages().stream()
                .map(stage -> stage.task())
                .filter(StageTask.TakeImage.class::isInstance)
                .map(task -> ((StageTask.TakeImage) task).image().toString())
                .findFirst()
                .orElse("");
    }

    private static String said(Iterable<String> values) {
        String said = String.join(", ", values);
        return said.isEmpty() ? "nothing" : said;
    }
}
