package io.kuberelease.plan;

import java.net.URI;
import java.util.Optional;

/** Reads whom the release tells. */
final class NotifyReader {
    private NotifyReader() {}

    static Notify read(Field field) {
        SectionReader section = field.section(Section.NOTIFY);
        return new Notify(slackChannel(section.field("slack")), webhook(section.field("webhook")));
    }

    private static Optional<String> slackChannel(Field slack) {
        return inner(slack, Section.SLACK, "channel", "say which, for example \"#releases\"")
                .as(Validators.matching("#?[^\\s#<>@,]{1,80}", "a channel's name or id, for example \"#releases\""));
    }

    /** A password in the address would stand in the repository, and says less than the signature does. */
    private static Optional<URI> webhook(Field webhook) {
        return inner(webhook, Section.WEBHOOK, "url", "say where, for example https://light.example.com/release")
                .as(written -> URI.create(Validators.matching(
                                "https?://[A-Za-z0-9.-]+(:\\d{1,5})?(/[A-Za-z0-9._~!$&'()*+,;=:/%-]*)?",
                                "an address without user, query and fragment, for example"
                                        + " https://light.example.com/release")
                        .apply(written)));
    }

    private static Field inner(Field outer, Section section, String key, String fix) {
        SectionReader reader = outer.section(section);
        return outer.isMapping() ? reader.required(key, fix) : reader.field(key);
    }
}
