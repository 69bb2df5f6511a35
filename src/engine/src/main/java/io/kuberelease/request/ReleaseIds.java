package io.kuberelease.request;

import io.kuberelease.model.ReleaseId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Names new releases, for example {@code 261129-193844-123-3f2c1ab-k7q2mx}: when, of which commit, and a part by chance. Two
 * pipelines that a push and a tag begin of the same commit in the same moment know nothing of each other; sorted as text,
 * the newest comes last.
 */
public final class ReleaseIds {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SHORT_COMMIT = 7;

    /** Letters and digits that are not mistaken for others, without vowels, so that no words come out. */
    private static final String LETTERS = "bcdfghjkmnpqrstvwxz2456789";

    private static final int LENGTH = 6;

    private final InstantSource clock;
    private final RandomGenerator random;

    public ReleaseIds(InstantSource clock) {
        this(clock, new SecureRandom());
    }

    /**
     * @param random with a seed, for ids that are the same each time
     */
    public ReleaseIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * A name that no other release has.
     *
     * @param commit the commit of the source, to be recognised by people
     */
    public ReleaseId next(String commit) {
        String plain = commit.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        String shortened = plain.substring(0, Math.min(SHORT_COMMIT, plain.length()));
        return new ReleaseId(
                TIME.format(clock.instant()) + "-" + (shortened.isEmpty() ? "" : shortened + "-") + chance());
    }

    private String chance() {
        StringBuilder chance = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            chance.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return chance.toString();
    }
}
