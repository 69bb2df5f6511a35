package io.kuberelease.testkit;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.Target;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.plan.PreviewInventory;
import io.kuberelease.plan.PreviewRules.CopiedSecrets;
import io.kuberelease.port.PreviewContents;
import io.kuberelease.port.Previews;
import io.kuberelease.port.StageControl;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Previews in memory, with what stands in them; what is there already is not made again. */
public final class FakePreviews implements Previews, PreviewContents {
    private final FakeWorld world;
    private final Map<String, LivePreview> live = new ConcurrentHashMap<>();
    private final Map<String, Boolean> made = new ConcurrentHashMap<>();

    FakePreviews(FakeWorld world) {
        this.world = world;
    }

    /** The names of the namespaces that there are. */
    public List<String> namespaces() {
        return live.keySet().stream().sorted().toList();
    }

    /** A preview stands there. */
    public void stands(LivePreview preview) {
        live.put(preview.namespace().value(), preview);
    }

    @Override
    public Claimed claim(EnvironmentSpec environment, PreviewClaim claim, String owner, StageControl control) {
        String name = environment.target().namespace().value();
        boolean fresh = !live.containsKey(name);
        once(
                "claim " + name,
                () -> live.put(
                        name,
                        new LivePreview(
                                environment.target().namespace(),
                                "uid-" + name,
                                claim.branch(),
                                Optional.of(claim.address()),
                                owner,
                                Instant.EPOCH,
                                Instant.EPOCH.plus(claim.lifetime()),
                                LivePreview.State.LIVE)));
        return new Claimed(Optional.ofNullable(live.get(name)).orElseThrow().uid(), fresh);
    }

    /** Somebody has deleted the namespace, and made another of its name. */
    public void replaced(String name) {
        live.computeIfPresent(
                name,
                (same, there) -> new LivePreview(
                        there.namespace(),
                        "another-" + there.uid(),
                        there.branch(),
                        there.address(),
                        there.owner(),
                        there.since(),
                        there.until(),
                        there.state()));
    }

    @Override
    public void require(EnvironmentSpec environment, String uid) {
        String name = environment.target().namespace().value();
        if (Optional.ofNullable(live.get(name))
                .filter(there -> there.uid().equals(uid))
                .isEmpty()) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.REFUSED, "nothing more was written to namespace " + name));
        }
    }

    @Override
    public List<LivePreview> live(Target cluster, AppName app) {
        world.mayFail("live");
        return List.copyOf(live.values());
    }

    @Override
    public Map<AppName, List<LivePreview>> all(Target cluster) {
        world.mayFail("all previews");
        return Map.of(new AppName("polls"), List.copyOf(live.values()));
    }

    @Override
    public PreviewLoad load(Target cluster, LivePreview preview) {
        world.mayFail("load " + preview.namespace());
        return new PreviewLoad(2, 2, 150, 200L * 1024 * 1024, Optional.empty());
    }

    @Override
    public void extend(Target cluster, AppName app, LivePreview preview, Instant until) {
        world.mayFail("extend");
        live.computeIfPresent(
                preview.namespace().value(),
                (name, there) -> new LivePreview(
                        there.namespace(),
                        there.uid(),
                        there.branch(),
                        there.address(),
                        there.owner(),
                        there.since(),
                        until,
                        there.state()));
        world.changed("extend " + preview.namespace());
    }

    @Override
    public boolean remove(EnvironmentSpec environment, String uid, boolean overdue, String who, StageControl control) {
        String name = environment.target().namespace().value();
        world.mayFail("remove " + name);
        if (Optional.ofNullable(live.get(name))
                .filter(there -> there.uid().equals(uid))
                .isPresent()) {
            live.remove(name);
            world.changed("remove " + name);
        }
        return true;
    }

    @Override
    public void keepOnly(EnvironmentSpec environment, PreviewInventory wanted, StageControl control) {
        world.mayFail("keep only " + wanted);
    }

    @Override
    public void limit(EnvironmentSpec environment, Map<String, String> quota) {
        once("limit " + environment.target().namespace(), () -> {});
    }

    @Override
    public void copy(EnvironmentSpec environment, CopiedSecrets secrets, StageControl control) {
        once("copy secrets to " + environment.target().namespace(), () -> {});
    }

    @Override
    public List<ResourceIdentity> keep(
            EnvironmentSpec environment, List<DatastoreSpec> datastores, StageControl control) {
        once("keep datastores in " + environment.target().namespace(), () -> {});
        return List.of();
    }

    @Override
    public void kept(EnvironmentSpec environment, List<DatastoreSpec> datastores) {
        world.mayFail("remember the datastores of " + environment.target().namespace());
    }

    private void once(String what, Runnable change) {
        world.mayFail(what);
        if (made.putIfAbsent(what, true) == null) {
            change.run();
            world.changed(what);
        }
    }
}
