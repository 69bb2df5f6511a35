package io.kuberelease.engine;

import io.kuberelease.model.SecretMask;
import io.kuberelease.plan.ReleasePlan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells before a release begins which secrets of its process are too short or too common to be hidden everywhere. */
public final class SecretNotes {
    private SecretNotes() {}

    /**
     * One note that names all of them; empty when there are none.
     *
     * @param environment variables by their names, of the process that carries the release on
     */
    public static List<String> of(ReleasePlan plan, Map<String, String> environment) {
        String names = new TreeMap<>(environment)
                .entrySet().stream()
                        .filter(variable -> Redactor.isSecret(variable.getKey(), variable.getValue())
                                || plan.secretVariables().contains(variable.getKey()))
                        .filter(variable -> !variable.getValue().isBlank()
                                && !variable.getValue().startsWith("/")
                                && !SecretMask.isHiddenAnywhere(variable.getValue()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? List.of()
                : List.of(
                        "too short or too common to be hidden wherever it is printed, so only behind password=, token: and"
                                + " the like: the value of " + names + "; take a longer one");
    }
}
