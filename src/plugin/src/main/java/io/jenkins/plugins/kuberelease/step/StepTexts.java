package io.jenkins.plugins.kuberelease.step;

import io.kuberelease.app.GivenImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.view.TextSanitizer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses texts of a Jenkinsfile, and writes the message of a refusal. */
final class StepTexts {
    private StepTexts() {}

    /** Splits names at commas; blank ones are left out. */
    static List<String> divided(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** The digest in a bundle's full reference; any other text is left as it is. */
    static String digestOf(String bundle) {
        return bundle.substring(bundle.indexOf('@') + 1);
    }

    /** The repository of an image; null when the image is null. */
    static @Nullable String repository(String step, @Nullable String image) {
        return image == null ? null : new GivenImage(step, image).repository();
    }

    /** The repository in a bundle's full reference; null when there is none. */
    static @Nullable String repositoryOfBundle(@Nullable String bundle) {
        return bundle == null || !bundle.contains("@") ? null : bundle.substring(0, bundle.indexOf('@'));
    }

    /** The reason and the suggestion of a problem, with control characters removed. */
    static String refusal(ReleaseException problem) {
        String why = TextSanitizer.text(problem.reason().summary());
        return problem.reason()
                .suggestion()
                .map(fix -> why + "\n  → " + TextSanitizer.text(fix))
                .orElse(why);
    }
}
