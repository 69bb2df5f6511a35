package io.kuberelease.cli.terminal;

import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ports told about stages under way, beyond the journal; immutable.
 *
 * @param notes what each stage is doing right now
 * @param logs the last lines that each stage's programs wrote, oldest first
 * @param resources the last status of each resource of a stage, by the resource's name
 * @param troubles why a sink could not tell its people, by the sink's name
 */
record Details(
        Map<StageId, String> notes,
        Map<StageId, List<String>> logs,
        Map<StageId, Map<String, ResourceStatus>> resources,
        Map<String, String> troubles) {
    private static final int LAST_LINES = 3;

    static final Details NONE = new Details(Map.of(), Map.of(), Map.of(), Map.of());

    Details note(StageId stage, String text) {
        return new Details(with(notes, stage, text), logs, resources, troubles);
    }

    Details log(StageId stage, String line) {
        List<String> lines = new ArrayList<>(logs.getOrDefault(stage, List.of()));
        lines.add(line);
        List<String> last = List.copyOf(lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        return new Details(notes, with(logs, stage, last), resources, troubles);
    }

    Details resource(StageId stage, ResourceStatus status) {
        Map<String, ResourceStatus> of = resources.getOrDefault(stage, Map.of());
        return new Details(
                notes, logs, with(resources, stage, with(of, status.resource().display(), status)), troubles);
    }

    Details trouble(String sink, String why) {
        return new Details(notes, logs, resources, with(troubles, sink, why));
    }

    /** Nothing is known of the stage any more: another try begins. */
    Details without(StageId stage) {
        return new Details(less(notes, stage), less(logs, stage), less(resources, stage), troubles);
    }

    Optional<String> noteOf(StageId stage) {
        return Optional.ofNullable(notes.get(stage)).filter(text -> !text.isBlank());
    }

    List<String> logOf(StageId stage) {
        return logs.getOrDefault(stage, List.of());
    }

    List<ResourceStatus> resourcesOf(StageId stage) {
        return List.copyOf(resources.getOrDefault(stage, Map.of()).values());
    }

    private static <K, V> Map<K, V> with(Map<K, V> before, K key, V value) {
        Map<K, V> after = new LinkedHashMap<>(before);
        after.put(key, value);
        return after;
    }

    private static <V> Map<StageId, V> less(Map<StageId, V> before, StageId key) {
        Map<StageId, V> after = new LinkedHashMap<>(before);
        after.remove(key);
        return after;
    }
}
