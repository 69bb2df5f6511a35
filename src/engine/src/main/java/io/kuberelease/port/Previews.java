package io.kuberelease.port;

import io.kuberelease.model.AppName;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewClaim;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The previews in clusters: a namespace each, which says itself whose it is and how long it lives. What is not a preview
 * of the app is never taken over or deleted. Methods block.
 */
public interface Previews {

    /**
     * Makes the branch's namespace, or takes it up again; from now on it lives for the claim's time. One that is being
     * deleted is waited for. Two that are claimed at the same time never both slip past the limit.
     *
     * @param owner who asks for it
     * @throws io.kuberelease.model.ReleaseException.Failed when there is a namespace of that name that is not the
     *     branch's preview, or when the app has as many previews as it may have: says which
     */
    Claimed claim(EnvironmentSpec environment, PreviewClaim claim, String owner, StageControl control);

    /**
     * A namespace that is the branch's.
     *
     * @param uid which tells it from another one of its name
     * @param fresh whether it was made just now, so that nothing is in it
     */
    record Claimed(String uid, boolean fresh) {}

    /**
     * Makes sure that the namespace that was claimed is still there, so that nothing is written into another one of its
     * name.
     *
     * @param uid as {@link #claim} gave it
     * @throws io.kuberelease.model.ReleaseException.Failed when it is gone, or being deleted, or another is in its place
     */
    void require(EnvironmentSpec environment, String uid);

    /** The app's previews in the target's cluster, the oldest first; also those that are being deleted. */
    List<LivePreview> live(Target cluster, AppName app);

    /** The previews of all apps in the target's cluster. */
    Map<AppName, List<LivePreview>> all(Target cluster);

    /** What the pods of a preview ask for, how many of them are ready, and whether its data is still there. */
    PreviewLoad load(Target cluster, LivePreview preview);

    /**
     * What a preview's pods ask for.
     *
     * @param pods those that are to run; without those that have ended well
     * @param milliCpu thousandths of a CPU
     * @param memory bytes
     * @param lost what its datastores have lost, and how; absent when nothing
     */
    record PreviewLoad(int ready, int pods, long milliCpu, long memory, Optional<String> lost) {}

    /**
     * Lets a preview live until that time.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when it is gone
     */
    void extend(Target cluster, AppName app, LivePreview preview, Instant until);

    /**
     * Deletes a preview, and waits until nothing is left of it. Harmless when it is gone, or when another is in its
     * place. A release that has the preview's lock is waited for, as other releases do.
     *
     * @param uid of its namespace
     * @param overdue leaves it when its time is not over, or a release to it is under way
     * @param who deletes it, for those who wait meanwhile
     * @return whether it is gone; false when it is left
     * @throws io.kuberelease.model.ReleaseException.Errored when something keeps it: says what
     */
    boolean remove(EnvironmentSpec environment, String uid, boolean overdue, String who, StageControl control);
}
