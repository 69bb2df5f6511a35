package io.jenkins.plugins.kuberelease.step;

import java.util.List;
import java.util.stream.Stream;

/** How texts of a Jenkinsfile are read. */
final class Texts {
    private Texts() {}

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
}
