package io.kuberelease.adapters.builders;

import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import io.kuberelease.port.StageControl;
import java.util.Optional;

/** One program that builds images. */
interface Builder {
    /** As it is written in a release file. */
    String name();

    /** Why it can't be used on this machine; absent when it can. Quick, starts nothing. */
    Optional<String> unusable();

    BuiltImage build(BuildImage task, StageControl control);
}
