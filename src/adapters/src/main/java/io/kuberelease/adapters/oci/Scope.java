package io.kuberelease.adapters.oci;

import io.kuberelease.model.ImageRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * For what access is wanted.
 *
 * @param actions as the token specification has them
 * @param from another repository of the same registry, read to take blobs from there
 */
record Scope(ImageRepository repository, String actions, Optional<ImageRepository> from) {

    static Scope pull(ImageRepository repository) {
        return new Scope(repository, "pull", Optional.empty());
    }

    static Scope push(ImageRepository repository) {
        return new Scope(repository, "pull,push", Optional.empty());
    }

    Scope mounting(ImageRepository source) {
        return new Scope(repository, actions, Optional.of(source));
    }

    /** As a token service is asked. */
    List<String> texts() {
        List<String> texts = new ArrayList<>(List.of("repository:" + repository.path() + ":" + actions));
        from.ifPresent(source -> texts.add("repository:" + source.path() + ":pull"));
        return List.copyOf(texts);
    }
}
