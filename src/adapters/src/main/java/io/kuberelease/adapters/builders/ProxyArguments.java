package io.kuberelease.adapters.builders;

import io.kuberelease.plan.ImageSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The proxy variables of our environment as build arguments, since a build's steps may need them too. Every builder
 * knows them without an {@code ARG}, and keeps them out of image and cache. Buildah passes them on by itself.
 */
final class ProxyArguments {
    private static final List<String> NAMES =
            List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy");

    private ProxyArguments() {}

    /** The variables that are set, except those that the release file sets as arguments. */
    static Map<String, String> of(BuildSetup setup, ImageSpec image) {
        Map<String, String> found = new TreeMap<>();
        for (String name : NAMES) {
            if (!image.arguments().containsKey(name)) {
                setup.variable(name).ifPresent(value -> found.put(name, value));
            }
        }
        return found;
    }

    /** The same without those that hold a password: other users of the machine can read a program's arguments. */
    static Map<String, String> withoutPasswords(BuildSetup setup, ImageSpec image) {
        Map<String, String> found = of(setup, image);
        found.values().removeIf(value -> value.contains("@"));
        return found;
    }
}
