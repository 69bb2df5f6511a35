package io.kuberelease.adapters.process;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What programs that we start see of our environment variables: all but the secrets that are for us alone, so that
 * neither a builder nor a credential plugin can show or keep them. Safe for concurrent use.
 */
public final class ChildEnvironment {
    /** What we take from the environment for ourselves, and what is worth stealing in it. */
    private static final Set<String> OURS =
            Set.of("SLACK_BOT_TOKEN", "SLACK_WEBHOOK_URL", "KUBE_RELEASE_WEBHOOK_SECRET");

    private final Map<String, String> all;
    private final Set<String> withheld = ConcurrentHashMap.newKeySet();

    /**
     * @param all our own variables
     */
    public ChildEnvironment(Map<String, String> all) {
        this.all = Map.copyOf(all);
        withheld.addAll(OURS);
    }

    /** From now on these are not handed on either: a release file names the variables with its build's secrets. */
    public void withhold(Collection<String> names) {
        withheld.addAll(names);
    }

    /** One of our own variables, or the default. */
    public String getOrDefault(String name, String otherwise) {
        return all.getOrDefault(name, otherwise);
    }

    /** What a program that is started now sees. */
    public Map<String, String> variables() {
        Map<String, String> handed = new TreeMap<>(all);
        handed.keySet().removeAll(withheld);
        return handed;
    }

    /** Makes it what the program sees, and nothing beside it. */
    public void applyTo(ProcessBuilder program) {
        program.environment().clear();
        program.environment().putAll(variables());
    }
}
