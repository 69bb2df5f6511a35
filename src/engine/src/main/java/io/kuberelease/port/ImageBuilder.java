package io.kuberelease.port;

import io.kuberelease.model.ImageReference;
import io.kuberelease.plan.StageTask.BuildImage;

/** Turns a Dockerfile and its context into an image in the registry. Building the same twice is quick and harmless. */
public interface ImageBuilder {

    /**
     * Builds, and pushes by digest and under the task's retention tag.
     *
     * @throws io.kuberelease.model.ReleaseException when it can't be built, pushed, or was told to stop
     */
    BuiltImage build(BuildImage task, StageControl control);

    /**
     * An image that is in the registry.
     *
     * @param builder the program that built it, for people, for example {@code BuildKit}
     * @param stepsCached how many of the steps were taken from the cache
     * @param steps how many steps there were; 0 when the builder does not tell
     */
    record BuiltImage(ImageReference image, String builder, int stepsCached, int steps) {}
}
