package io.kuberelease.plan;

/** Reads whom the release tells. */
final class NotifyReader {
    private NotifyReader() {}

    static Notify read(Field field) {
        Field slack = field.section(Section.NOTIFY).field("slack");
        SectionReader section = slack.section(Section.SLACK);
        Field channel = slack.isMapping()
                ? section.required("channel", "say which, for example \"#releases\"")
                : section.field("channel");
        return new Notify(channel.as(
                Accepted.matching("#?[^\\s#<>@,]{1,80}", "a channel's name or id, for example \"#releases\"")));
    }
}
