package io.kuberelease.adapters.process;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The environment of the programs that we start: all of our variables but the secrets that are for us alone, so that
 * neither a builder nor a credential plugin can show or keep them. Thread-safe.
 */
public final class ChildEnvironment {
    /** The variables with our own secrets, which no other program needs. */
    private static final Set<String> OURS =
            Set.of("SLACK_BOT_TOKEN", "SLACK_WEBHOOK_URL", "KUBE_RELEASE_WEBHOOK_SECRET");

    private final Map<String, String> all;
    private final Set<String> withheld = ConcurrentHashMap.newKeySet();

    /**
     * @param all the environment of this process
     */
    public ChildEnvironment(Map<String, String> all) {
        this.all = Map.copyOf(all);
        withheld.addAll(OURS);
    }

    /**
     * Withholds further variables from programs started from now on: those that a release file names for build secrets.
     */
    public void withhold(Collection<String> names) {
        withheld.addAll(names);
    }

    /** The value of one of our own variables, withheld ones included, or the default. */
    public String getOrDefault(String name, String otherwise) {
        return all.getOrDefault(name, otherwise);
    }

    /** The variables that a program started now sees; a copy. */
    public Map<String, String> variables() {
        Map<String, String> handed = new TreeMap<>(all);
        handed.keySet().removeAll(withheld);
        return handed;
    }

    /** Replaces the program's environment with {@link #variables()}. */
    public void applyTo(ProcessBuilder program) {
        program.environment().clear();
        program.environment().putAll(variables());
    }
}
