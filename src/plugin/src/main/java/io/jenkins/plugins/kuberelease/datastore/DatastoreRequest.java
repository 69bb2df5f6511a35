package io.jenkins.plugins.kuberelease.datastore;

import hudson.AbortException;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.DatastoresCompiler;
import io.kuberelease.plan.ProblemReport;
import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The datastores that a Jenkinsfile asks for, unchecked.
 *
 * @param datastores names with versions or sections, in their order
 */
public record DatastoreRequest(LinkedHashMap<String, Serializable> datastores) implements Serializable {
    private static final Place STEP = new Place("withDatastores", 0, 0);

    /** Copies the arguments into a form that can be stored with a pipeline. */
    static DatastoreRequest of(Map<?, ?> written) {
        return new DatastoreRequest(plain(written));
    }

    /**
     * Checks the arguments and returns the datastores to start; at least one.
     *
     * @throws AbortException with everything that is wrong
     */
    List<DatastoreSpec> specs() throws AbortException {
        List<DatastoreSpec> specs = new DatastoresCompiler(new DatastoreCatalogue())
                .compile((Node.Mapping) node(datastores))
                .orElseThrow(problems -> new AbortException(new ProblemReport(Map.of()).text(problems)));
        if (specs.isEmpty()) {
            throw new AbortException(
                    "withDatastores names no datastore; say for example withDatastores(postgres: '15')");
        }
        return specs;
    }

    private static LinkedHashMap<String, Serializable> plain(Map<?, ?> written) {
        LinkedHashMap<String, Serializable> plain = new LinkedHashMap<>();
        written.forEach((key, value) -> plain.put(String.valueOf(key), plainValue(value)));
        return plain;
    }

    private static @Nullable Serializable plainValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return plain(map);
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(
                    list.stream().map(DatastoreRequest::plainValue).toList());
        }
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return (Serializable) value;
        }
        return value.toString();
    }

    private static Node node(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Node.Mapping(
                    STEP,
                    map.entrySet().stream()
                            .map(entry -> new Node.Entry(STEP, String.valueOf(entry.getKey()), node(entry.getValue())))
                            .toList());
        }
        if (value instanceof List<?> list) {
            return new Node.Sequence(
                    STEP, list.stream().map(DatastoreRequest::node).toList());
        }
        return new Node.Scalar(STEP, value == null ? "" : value.toString(), type(value));
    }

    private static Node.Type type(@Nullable Object value) {
        if (value == null) {
            return Node.Type.NULL;
        }
        return value instanceof Boolean
                ? Node.Type.BOOLEAN
                : value instanceof Number ? Node.Type.NUMBER : Node.Type.TEXT;
    }
}
