package io.kuberelease.adapters.builders;

import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import io.kuberelease.port.StageControl;
import java.util.Optional;

/** A program that builds images. */
interface Builder {
    /** The name by which a release file chooses it; upper and lower case are the same there. */
    String name();

    /** Why it can't be used on this machine; empty when it can. May ask a daemon for some seconds, but starts none. */
    Optional<String> unusable();

    BuiltImage build(BuildImage task, StageControl control);
}
