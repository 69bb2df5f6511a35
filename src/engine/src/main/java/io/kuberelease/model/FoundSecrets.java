package io.kuberelease.model;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Values that were found in Secrets, among settings that are no secrets at all.
 *
 * @param values what must not be told
 * @param names of the things around them, which may go on to be told although a Secret has them as a value too
 */
public record FoundSecrets(List<Secret> values, Set<String> names) {
    /** None. */
    public static final FoundSecrets NONE = new FoundSecrets(List.of(), Set.of());

    public FoundSecrets {
        values = List.copyOf(values);
        names = Set.copyOf(names);
    }

    /** Of texts, with nothing around them. */
    public static FoundSecrets of(Collection<String> texts) {
        return new FoundSecrets(texts.stream().map(Secret::new).toList(), Set.of());
    }
}
