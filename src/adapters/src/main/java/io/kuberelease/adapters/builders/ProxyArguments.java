package io.kuberelease.adapters.builders;

import io.kuberelease.plan.ImageSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The proxy variables of our environment, which a build's steps need too where the network wants them. Every builder
 * knows them as arguments that need no {@code ARG}, and keeps them out of image and cache. Buildah hands them on by
 * itself.
 */
final class ProxyArguments {
    private static final List<String> NAMES =
            List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy");

    private ProxyArguments() {}

    /** Those that are set here, and not said otherwise in the release file. */
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
