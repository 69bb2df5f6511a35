package io.kuberelease.port;

import io.kuberelease.model.ImageReference;
import io.kuberelease.model.TestMark;
import io.kuberelease.plan.TestSetup;
import java.util.Optional;

/** Remembers beside an image, in its registry, that it has passed its tests. Methods block. */
public interface TestMarks {

    /**
     * The mark of an image that has passed its tests in this very setup; one that is about anything else counts as none.
     *
     * @throws io.kuberelease.model.ReleaseException when the registry does not say
     */
    Optional<TestMark> find(ImageReference image, TestSetup setup);

    /**
     * Marks the image, unless it has such a mark already.
     *
     * @throws io.kuberelease.model.ReleaseException when the registry does not take the mark
     */
    void keep(ImageReference image, TestSetup setup, TestMark mark);
}
