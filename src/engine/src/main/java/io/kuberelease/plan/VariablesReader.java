package io.kuberelease.plan;

import java.util.Map;
import java.util.regex.Pattern;

/** Reads environment variables: names that a shell can read, values as they were written. */
final class VariablesReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private VariablesReader() {}

    static Map<String, String> read(Field field) {
        for (Field variable : field.entries()) {
            if (!NAME.matcher(variable.key()).matches()) {
                variable.refuseKey(
                        "is not the name of a variable", "use letters, digits and _, beginning with a letter");
            }
        }
        return field.scalars();
    }
}
