package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.ImageRepository;
import java.util.Optional;

/** Reads the app's name; where none is given, it is the last part of the image's repository. */
final class AppReader {
    private AppReader() {}

    /** The name; absent when it is not valid or can't be derived. */
    static Optional<AppName> read(Field app, Field repository) {
        if (app.isGiven()) {
            return app.as(AppName::new);
        }
        return repository.written().flatMap(AppReader::valid).flatMap(valid -> derived(app, valid));
    }

    /** Nothing is derived from a repository that is refused anyway. */
    private static Optional<ImageRepository> valid(String repository) {
        try {
            return Optional.of(ImageRepository.named(repository));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private static Optional<AppName> derived(Field app, ImageRepository repository) {
        String last = repository.path().substring(repository.path().lastIndexOf('/') + 1);
        try {
            return Optional.of(new AppName(last));
        } catch (IllegalArgumentException refused) {
            app.refuse(
                    "is missing, and \"" + last + "\", the last part of the repository, can't be its name",
                    "write app: and a name");
            return Optional.empty();
        }
    }
}
