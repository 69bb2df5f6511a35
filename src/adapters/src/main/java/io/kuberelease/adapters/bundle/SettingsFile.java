package io.kuberelease.adapters.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.plan.ChartSetting;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.ChartValues.ValuesFile;
import java.util.Optional;

/** An environment's settings as a values file, so that Helm merges them as it does any. Pure. */
final class SettingsFile {
    /** How it is called where the values of a file are refused. */
    private static final String NAME = "set in the release file";

    private SettingsFile() {}

    /** The last of the environment's files; absent when there are no settings. */
    static Optional<ValuesFile> of(EnvironmentSpec environment) {
        if (environment.settings().isEmpty()) {
            return Optional.empty();
        }
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        environment.settings().forEach(setting -> put(json, root, setting));
        return Optional.of(new ValuesFile(NAME, root.toString()));
    }

    private static void put(ObjectMapper json, ObjectNode root, ChartSetting setting) {
        String[] names = setting.path().split("\\.", -1);
        ObjectNode parent = root;
        for (int i = 0; i < names.length - 1; i++) {
            parent = parent.withObjectProperty(names[i]);
        }
        parent.set(names[names.length - 1], value(json, setting));
    }

    /** A number that JSON does not know as it is written, 010 say, stays a text. */
    private static JsonNode value(ObjectMapper json, ChartSetting setting) {
        if (!setting.literal()) {
            return json.getNodeFactory().textNode(setting.text());
        }
        try {
            JsonNode read = json.readTree(setting.text());
            return read.isValueNode() ? read : json.getNodeFactory().textNode(setting.text());
        } catch (JsonProcessingException noJson) {
            return json.getNodeFactory().textNode(setting.text());
        }
    }
}
