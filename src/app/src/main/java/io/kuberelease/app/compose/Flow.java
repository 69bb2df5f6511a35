package io.kuberelease.app.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what users wrote into a template, so that YAML, Helm and the kubelet leave it as it is. */
final class Flow {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Flow() {}

    /** A text in quotes; what Helm would take for its own is given to it as a text. */
    static String text(String value) {
        return json(value).replace("{{", "{{ \"{{\" }}");
    }

    /** A text in quotes where Helm does not look, as in a values file. */
    static String plain(String value) {
        return json(value);
    }

    /** A text as it is between the quotes of {@link #plain}. */
    static String inner(String value) {
        String quoted = json(value);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** Texts as a list in one line, for a command: the kubelet would put variables in for {@code $(…)}, and one sign for two. */
    static String command(List<String> values) {
        return values.stream().map(value -> text(value.replace("$", "$$"))).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
