package io.jenkins.plugins.kuberelease.page;

import hudson.Util;
import io.kuberelease.view.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What the pages that Jenkins renders call things. */
final class Words {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm z", Locale.UK);

    private Words() {}

    static String kebab(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String of(Phase phase) {
        return phase == Phase.RETRYING ? "trying again" : kebab(phase).replace('-', ' ');
    }

    /** With the zone: the page's reader may sit elsewhere than the controller. */
    static String moment(Instant at) {
        return MOMENT.format(at.atZone(ZoneId.systemDefault()));
    }

    static String ago(Instant at) {
        Duration past = Duration.between(at, Instant.now());
        return Util.getTimeSpanString(Math.max(0, past.toMillis())) + " ago";
    }
}
