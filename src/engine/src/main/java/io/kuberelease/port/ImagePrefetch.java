package io.kuberelease.port;

import io.kuberelease.model.AppName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Target;
import java.util.List;
import java.util.Optional;

/**
 * Brings images to nodes before they are needed there. Of no consequence for a release: what was not brought is pulled
 * when it is needed. What it leaves in a cluster goes by itself, also when this process is gone. Methods block.
 */
public interface ImagePrefetch {

    /**
     * Asks for the images where they will be needed, and does not wait until they are there. Asking again changes nothing.
     *
     * @return why nothing was asked for, in a sentence for people; absent when it was, or when nobody is to be told
     * @throws io.kuberelease.model.ReleaseException when the cluster can't be asked
     */
    Optional<String> begin(Wanted wanted);

    /**
     * To be called before the rollout: takes away what could be in its way, which is done where room is counted.
     *
     * @throws io.kuberelease.model.ReleaseException when the cluster can't be asked
     */
    void makeWay(Wanted wanted);

    /**
     * Images, and where they will be needed.
     *
     * @param images at least one
     * @param place an environment's name, or what else needs it there; for names
     */
    record Wanted(AppName app, ReleaseId release, String place, Target target, List<ImageReference> images) {
        public Wanted {
            images = List.copyOf(images);
        }
    }
}
