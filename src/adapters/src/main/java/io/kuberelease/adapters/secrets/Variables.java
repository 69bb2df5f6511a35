package io.kuberelease.adapters.secrets;

import io.kuberelease.plan.SecretSource;
import io.kuberelease.port.StageControl;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Variables of the process that carries the release on. */
public final class Variables implements SecretReader {
    private final Map<String, String> variables;

    public Variables(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    @Override
    public boolean reads(SecretSource source) {
        return source instanceof SecretSource.Variable;
    }

    @Override
    public Look look(StageControl control) {
        return source -> {
            String name = ((SecretSource.Variable) source).name();
            String value = variables.getOrDefault(name, "");
            if (value.isEmpty()) {
                throw Unreadable.because(
                        "variable " + name + (variables.containsKey(name) ? " is empty" : " is not set"),
                        "set it where the release runs, also when it is resumed");
            }
            return value.getBytes(StandardCharsets.UTF_8);
        };
    }
}
