package io.kuberelease.app.compose;

import java.util.Locale;

/** Names that Kubernetes takes, of names that Compose takes. */
final class Names {
    private static final int LONGEST = 50;

    private Names() {}

    /** The name as a DNS label (RFC 1035): the same where it is one. */
    static String label(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[-0-9]+", "");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST)).replaceAll("-+$", "");
        return cut.isEmpty() ? "unnamed" : cut;
    }
}
