package io.kuberelease.model;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Values that were found in Secrets, among settings that are no secrets at all.
 *
 * @param values the secrets, which must not be told
 * @param names the names of things around them, which are not masked though a Secret may have them as a value too
 */
public record FoundSecrets(List<Secret> values, Set<String> names) {
    /** No values, and no names. */
    public static final FoundSecrets NONE = new FoundSecrets(List.of(), Set.of());

    public FoundSecrets {
        values = List.copyOf(values);
        names = Set.copyOf(names);
    }

    /** The texts as values, without any names. */
    public static FoundSecrets of(Collection<String> texts) {
        return new FoundSecrets(texts.stream().map(Secret::new).toList(), Set.of());
    }
}
