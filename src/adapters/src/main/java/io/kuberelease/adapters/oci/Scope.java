package io.kuberelease.adapters.oci;

import io.kuberelease.model.ImageRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The access that a request needs.
 *
 * @param actions in the form of the token specification, for example {@code pull,push}
 * @param from another repository of the same registry, from which blobs are mounted; empty for none
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

    /** The scopes to ask a token service for, one for each repository. */
    List<String> texts() {
        List<String> texts = new ArrayList<>(List.of("repository:" + repository.path() + ":" + actions));
        from.ifPresent(source -> texts.add("repository:" + source.path() + ":pull"));
        return List.copyOf(texts);
    }
}
