package io.kuberelease.view;

import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The progress of stages under way as ports told it, beyond the journal; immutable.
 *
 * @param lines how many lines of each stage's log are kept
 * @param notes what each stage is doing right now
 * @param logs the last lines that each stage's programs wrote, oldest first
 * @param resources the last status of each resource of a stage, by the resource's name
 * @param troubles why a sink could not tell its people, by the sink's name
 */
public record Details(
        int lines,
        Map<StageId, String> notes,
        Map<StageId, List<String>> logs,
        Map<StageId, Map<String, ResourceStatus>> resources,
        Map<String, String> troubles) {
    private static final int LAST_LINES = 3;

    /** No details; keeps as many of the last lines of each log as a terminal has room for. */
    public static final Details NONE = keeping(LAST_LINES);

    /** No details; keeps this many of the last lines of each log. */
    public static Details keeping(int lines) {
        return new Details(lines, Map.of(), Map.of(), Map.of(), Map.of());
    }

    /** These details with what the stage is doing now. */
    public Details note(StageId stage, String text) {
        return new Details(lines, with(notes, stage, text), logs, resources, troubles);
    }

    /** These details with one more line of the stage's log; beyond the limit the oldest is dropped. */
    public Details log(StageId stage, String line) {
        List<String> told = new ArrayList<>(logs.getOrDefault(stage, List.of()));
        told.add(line);
        List<String> last = List.copyOf(told.subList(Math.max(0, told.size() - lines), told.size()));
        return new Details(lines, notes, with(logs, stage, last), resources, troubles);
    }

    /** These details with the resource's status. */
    public Details resource(StageId stage, ResourceStatus status) {
        Map<String, ResourceStatus> of = resources.getOrDefault(stage, Map.of());
        return new Details(
                lines,
                notes,
                logs,
                with(resources, stage, with(of, status.resource().display(), status)),
                troubles);
    }

    /** These details with why a sink failed to deliver. */
    public Details trouble(String sink, String why) {
        return new Details(lines, notes, logs, resources, with(troubles, sink, why));
    }

    /** These details without the stage, since another try begins. */
    public Details without(StageId stage) {
        return new Details(lines, less(notes, stage), less(logs, stage), less(resources, stage), troubles);
    }

    /** What the stage is doing right now; absent when it did not say, or said nothing but blanks. */
    public Optional<String> noteOf(StageId stage) {
        return Optional.ofNullable(notes.get(stage)).filter(text -> !text.isBlank());
    }

    /** The last lines of its programs, oldest first. */
    public List<String> logOf(StageId stage) {
        return logs.getOrDefault(stage, List.of());
    }

    /** The last status of each of its resources, in the order in which they were heard of. */
    public List<ResourceStatus> resourcesOf(StageId stage) {
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
