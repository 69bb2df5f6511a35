package io.kuberelease.api;

import io.kuberelease.api.EnvironmentData.ResourceData;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.TypedStage;
import io.kuberelease.view.Details;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.TextSanitizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an environment's document from a release's state. */
final class EnvironmentReader {
    private final ReleaseState state;
    private final Details details;
    private final GroupView view;

    EnvironmentReader(ReleaseState state, Details details, GroupView view) {
        this.state = state;
        this.details = details;
        this.view = view;
    }

    /** The environment; absent when the group's stages deploy nothing. */
    Optional<EnvironmentData> read() {
        return view.group().environment().flatMap(state.plan()::deploy).map(this::environment);
    }

    private EnvironmentData environment(TypedStage<StageTask.Deploy> planned) {
        EnvironmentSpec environment = planned.task().environment();
        StageState deploy = state.stage(planned.id());
        return new EnvironmentData(
                view.name(),
                TextSanitizer.text(environment.target().cluster()),
                environment.target().namespace().value(),
                view.phase(),
                deploy.output(StageOutput.Deployed.class).map(StageOutput.Deployed::revision),
                deploy.isUntouched() ? List.of() : resources(deploy),
                compared().map(compared -> DiffData.of(compared.diff())),
                state.output(environment.name(), StageOutput.Returned.class).map(EnvironmentData.ReturnedData::of),
                ApprovalData.of(state, environment.name()));
    }

    private List<ResourceData> resources(StageState deploy) {
        Map<String, ResourceData> resources = new LinkedHashMap<>();
        compared()
                .map(StageOutput.Compared::resources)
                .orElse(List.of())
                .forEach(resource -> put(resources, awaited(resource)));
        statuses(deploy).forEach(status -> put(resources, known(status)));
        return List.copyOf(resources.values());
    }

    private List<ResourceStatus> statuses(StageState deploy) {
        return deploy.output(StageOutput.Deployed.class)
                .map(StageOutput.Deployed::resources)
                .or(() -> deploy.left(StageOutput.NotReady.class).map(StageOutput.NotReady::resources))
                .orElseGet(() -> details.resourcesOf(deploy.stage().id()));
    }

    private static void put(Map<String, ResourceData> resources, ResourceData resource) {
        resources.put(resource.namespace() + "/" + resource.resource(), resource);
    }

    private static ResourceData awaited(ResourceIdentity resource) {
        return new ResourceData(
                TextSanitizer.text(resource.display()),
                resource.namespace().value(),
                Optional.empty(),
                Optional.empty(),
                false,
                "");
    }

    private static ResourceData known(ResourceStatus status) {
        return new ResourceData(
                TextSanitizer.text(status.resource().display()),
                status.resource().namespace().value(),
                Optional.of(status.current()),
                Optional.of(status.wanted()),
                status.ready(),
                TextSanitizer.text(status.message()));
    }

    private Optional<StageOutput.Compared> compared() {
        return view.group().environment().flatMap(environment -> state.output(environment, StageOutput.Compared.class));
    }
}
