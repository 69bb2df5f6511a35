package io.kuberelease.plan;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads when no deployment begins. */
final class FreezeReader {
    private FreezeReader() {}

    /** The freeze; absent when none is written, or something of it is wrong. */
    static Optional<Freeze> read(Field field) {
        if (!field.isGiven()) {
            return Optional.empty();
        }
        List<FreezeWindow> windows = new ArrayList<>();
        for (Field item : field.isMapping() ? List.of(field) : field.items()) {
            window(item).ifPresent(windows::add);
        }
        return windows.isEmpty() ? Optional.empty() : Optional.of(new Freeze(windows));
    }

    private static Optional<FreezeWindow> window(Field item) {
        SectionReader section = item.section(Section.FREEZE);
        Optional<String> from = section.required("from", "say when it begins, for example Fri 16:00")
                .as(FreezeReader::moment);
        Field ends = section.required("to", "say when it ends, for example Mon 08:00");
        Optional<String> to = ends.as(FreezeReader::moment);
        Optional<ZoneId> zone = zone(section.field("zone"));
        return from.flatMap(begin -> to.flatMap(end -> zone.flatMap(where -> window(begin, end, where, ends))));
    }

    private static Optional<FreezeWindow> window(String from, String to, ZoneId zone, Field ends) {
        try {
            return Optional.of(new FreezeWindow(from, to, zone));
        } catch (IllegalArgumentException refused) {
            String[] parts = String.valueOf(refused.getMessage()).split(": ", 2);
            ends.refuse(parts[0], parts[parts.length - 1]);
            return Optional.empty();
        }
    }

    /** UTC where none is written: never the zone of whichever machine happens to run the release. */
    private static Optional<ZoneId> zone(Field field) {
        return field.isGiven() ? field.as(FreezeReader::zone) : Optional.of(ZoneOffset.UTC);
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            String known = Nearest.to(text, ZoneId.getAvailableZoneIds())
                    .orElse("a name of the time zone database, for example Europe/Berlin");
            throw new IllegalArgumentException("\"" + text + "\" is not valid: use " + known, unknown);
        }
    }

    private static String moment(String text) {
        FreezeMoment.parse(text);
        return text;
    }
}
