package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.kuberelease.model.Evidence;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The events of one object, oldest first.
 *
 * @param all the events; the constructor sorts them by time
 */
public record ObjectEvents(List<Event> all) {
    /** No events. */
    public static final ObjectEvents NONE = new ObjectEvents(List.of());

    public ObjectEvents {
        all = all.stream().sorted(Comparator.comparing(ObjectEvents::time)).toList();
    }

    /** The newest event with this reason. */
    public Optional<Event> latest(String reason) {
        return latest(reason, "");
    }

    /** The newest event with this reason whose message contains the text. */
    public Optional<Event> latest(String reason, String text) {
        return latest(reason, message -> message.contains(text));
    }

    /** The newest event with this reason whose message begins so. */
    Optional<Event> latestBeginning(String reason, String text) {
        return latest(reason, message -> message.startsWith(text));
    }

    private Optional<Event> latest(String reason, Predicate<String> said) {
        return all.stream()
                .filter(event -> reason.equals(event.getReason()) && said.test(message(event)))
                .reduce((older, newer) -> newer);
    }

    /** The newest event that has one of these reasons. */
    public Optional<Event> latestOf(String... reasons) {
        return all.stream()
                .filter(event -> List.of(reasons).contains(event.getReason()))
                .reduce((older, newer) -> newer);
    }

    /** Whether no event with one of these reasons is as new as this one; times are whole seconds, so as old counts. */
    boolean noneSince(Event event, String... reasons) {
        return latestOf(reasons)
                .filter(later -> time(later).compareTo(time(event)) >= 0)
                .isEmpty();
    }

    /** The events that are about one container of the pod. */
    public ObjectEvents of(String container) {
        String suffix = "{" + container + "}";
        return new ObjectEvents(
                all.stream().filter(event -> fieldPath(event).endsWith(suffix)).toList());
    }

    /** The warnings as evidence, repeated ones once; absent when there are none. */
    public Optional<Evidence> warnings(String title) {
        List<String> lines = PassingIds.folded(all.stream()
                .filter(event -> "Warning".equals(event.getType()))
                .map(event -> event.getReason() + ": " + OneLine.of(message(event)))
                .toList());
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Evidence(title, lines));
    }

    /** The event's message; never null, empty when it has none. */
    public static String message(Event event) {
        return Objects.requireNonNullElse(event.getMessage(), "");
    }

    private static String fieldPath(Event event) {
        return event.getInvolvedObject() == null
                ? ""
                : Objects.requireNonNullElse(event.getInvolvedObject().getFieldPath(), "");
    }

    /** RFC 3339 in UTC, which sorts as text; events of the newer API have only the last of these. */
    private static String time(Event event) {
        if (event.getLastTimestamp() != null) {
            return event.getLastTimestamp();
        }
        if (event.getEventTime() != null && event.getEventTime().getTime() != null) {
            return event.getEventTime().getTime();
        }
        return Objects.requireNonNullElse(event.getMetadata().getCreationTimestamp(), "");
    }
}
