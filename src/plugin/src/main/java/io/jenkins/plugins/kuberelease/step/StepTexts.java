package io.jenkins.plugins.kuberelease.step;

import io.jenkins.plugins.kuberelease.run.GivenImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.view.TextSanitizer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How texts of a Jenkinsfile are read, and what a step answers when it can't do what they say. */
final class StepTexts {
    private StepTexts() {}

    /** Names divided by commas; blank ones are left out. */
    static List<String> divided(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** A bundle as people name it: of a whole reference the digest counts. */
    static String digestOf(String bundle) {
        return bundle.substring(bundle.indexOf('@') + 1);
    }

    /** The repository of an image; null where none is named. */
    static @Nullable String repository(String step, @Nullable String image) {
        return image == null ? null : new GivenImage(step, image).repository();
    }

    /** The repository of a bundle's whole reference; null where none is named, or only its digest. */
    static @Nullable String repositoryOfBundle(@Nullable String bundle) {
        return bundle == null || !bundle.contains("@") ? null : bundle.substring(0, bundle.indexOf('@'));
    }

    /** What went wrong and what to do; nothing in it is a command for whatever shows it. */
    static String refusal(ReleaseException problem) {
        String why = TextSanitizer.text(problem.reason().summary());
        return problem.reason()
                .suggestion()
                .map(fix -> why + "\n  → " + TextSanitizer.text(fix))
                .orElse(why);
    }
}
