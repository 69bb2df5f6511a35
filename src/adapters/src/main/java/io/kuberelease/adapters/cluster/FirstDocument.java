package io.kuberelease.adapters.cluster;

import java.util.Iterator;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.Event;

/**
 * The first document of a YAML text: kubectl reads no other of a kubeconfig, whatever they are, and not even then when
 * the first one is empty.
 */
final class FirstDocument {
    private FirstDocument() {}

    /** The text up to the end of its first document; lines keep their numbers. */
    static String of(String text) {
        Iterator<Event> events =
                new Parse(LoadSettings.builder().build()).parseString(text).iterator();
        while (events.hasNext()) {
            if (events.next() instanceof DocumentEndEvent end) {
                int until = end.getStartMark().map(mark -> mark.getIndex()).orElse(Integer.MAX_VALUE);
                int all = text.codePointCount(0, text.length());
                return until >= all ? text : text.substring(0, text.offsetByCodePoints(0, until));
            }
        }
        return text;
    }

    /** Whether there is more in the text. */
    static boolean isAll(String text) {
        return of(text).strip().equals(text.strip());
    }
}
