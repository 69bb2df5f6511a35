package io.kuberelease.cli.checkup;

import io.kuberelease.adapters.kubernetes.access.NamespaceRules;
import io.kuberelease.model.Target;
import java.util.List;

/** Shows the restrictions of a namespace for pods, so that they are no surprise in a release. They are no failure. */
public final class NamespaceCheck implements Check {
    private final NamespaceRules rules;
    private final String purpose;
    private final Target target;

    /** @param purpose for people, for example {@code staging} or {@code tests} */
    public NamespaceCheck(NamespaceRules rules, String purpose, Target target) {
        this.rules = rules;
        this.purpose = purpose;
        this.target = target;
    }

    @Override
    public String name() {
        return purpose + " demands";
    }

    @Override
    public Finding look() {
        List<String> words = rules.of(target);
        String where = "namespace " + target.namespace() + ": ";
        return Finding.good(
                where + (words.isEmpty() ? "nothing of pods, as far as can be seen" : String.join("; ", words)));
    }
}
