package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import java.util.Optional;

/** Reads the app's name; where none is given, it is the last part of the image's repository. */
final class AppReader {
    private AppReader() {}

    /** The name; absent when it is not valid or can't be derived. */
    static Optional<AppName> read(Field app, Field repository) {
        if (app.isGiven()) {
            return app.as(AppName::new);
        }
        Optional<String> written = repository.written();
        return written.flatMap(text -> derived(app, text.substring(text.lastIndexOf('/') + 1)));
    }

    private static Optional<AppName> derived(Field app, String last) {
        try {
            return Optional.of(new AppName(last));
        } catch (IllegalArgumentException refused) {
            app.refuse("is missing, and the repository's last part can't be its name", "write app: and a name");
            return Optional.empty();
        }
    }
}
