package io.kuberelease.adapters.kubernetes.datastores;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes passwords of letters and digits alone, which need no quoting in URLs, shells and configuration files. */
final class Passwords implements Supplier<String> {

    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int LENGTH = 24;

    private final RandomGenerator random;

    /**
     * @param random a source that can't be guessed, such as {@link java.security.SecureRandom}
     */
    Passwords(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public String get() {
        return random.ints(LENGTH, 0, ALPHABET.length())
                .collect(
                        StringBuilder::new, (text, index) -> text.append(ALPHABET.charAt(index)), StringBuilder::append)
                .toString();
    }
}
