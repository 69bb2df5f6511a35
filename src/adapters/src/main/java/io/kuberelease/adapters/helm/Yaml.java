package io.kuberelease.adapters.helm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.Schema;

/** Reads YAML into maps and lists as Helm does, and writes it in one canonical form with sorted keys. */
final class Yaml {
    private static final Schema SCHEMA = new HelmSchema();

    private Yaml() {}

    /** The first document that is a map; empty when there is none. */
    static Map<String, Object> map(String text) {
        List<Map<String, Object>> documents = maps(text);
        return documents.isEmpty() ? new TreeMap<>() : documents.get(0);
    }

    /** All documents that are maps; others are dropped. */
    static List<Map<String, Object>> maps(String text) {
        // Helm accepts duplicate keys, so we must not fail on them.
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(true)
                .setCodePointLimit(Integer.MAX_VALUE)
                .setSchema(SCHEMA)
                .build();
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Object document : new Load(settings).loadAllFromString(text)) {
            if (document instanceof Map<?, ?> map) {
                documents.add(sortedMap(map));
            }
        }
        return documents;
    }

    /** The value in canonical form: equal values give equal texts. */
    static String canonical(Object value) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(Integer.MAX_VALUE)
                .setSplitLines(false)
                .setSchema(SCHEMA)
                .build();
        return new Dump(settings).dumpToString(sorted(value));
    }

    /** A sorted copy of the map under this key; empty when there is none. */
    static Map<String, Object> inner(Map<String, Object> map, String key) {
        return map.get(key) instanceof Map<?, ?> inner ? sortedMap(inner) : new TreeMap<>();
    }

    /** The value under this key as text; empty when there is none. */
    static String text(Map<String, Object> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : value.toString();
    }

    static Map<String, Object> sortedMap(Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), sorted(value)));
        return sorted;
    }

    @NullUnmarked // a value in YAML may be null
    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            return sortedMap(map);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Yaml::sorted).toList();
        }
        return value;
    }
}
