package io.kuberelease.plan;

import java.util.List;

/**
 * What is to stand in a preview's namespace beside the app: what an earlier release has put there, and is not in the
 * release file any more, goes.
 *
 * @param quota whether there is one
 * @param secrets the names of those that are copied
 * @param datastores whether there are any
 */
public record PreviewInventory(boolean quota, List<String> secrets, boolean datastores) {
    public PreviewInventory {
        secrets = List.copyOf(secrets);
    }

    /** What those rules ask for. */
    static PreviewInventory of(PreviewRules rules) {
        return new PreviewInventory(
                !rules.quota().isEmpty(),
                rules.secrets().map(PreviewRules.CopiedSecrets::names).orElse(List.of()),
                !rules.datastores().isEmpty());
    }
}
