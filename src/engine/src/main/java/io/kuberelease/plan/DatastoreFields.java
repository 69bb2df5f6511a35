package io.kuberelease.plan;

import io.kuberelease.plan.DatastoreSpec.ReadyCheck;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads the single fields of a datastore. */
final class DatastoreFields {
    static final int LAST_PORT = 65_535;
    private static final UnaryOperator<String> IMAGE = Validators.matching(
            "[A-Za-z0-9][A-Za-z0-9._/-]*(:\\d+/[a-z0-9._/-]+)?(:[A-Za-z0-9_.-]+)?(@sha256:[0-9a-f]{64})?",
            "an image with its tag, for example postgres:15");
    private static final UnaryOperator<String> HOST =
            Validators.matching("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?", "lower-case letters, digits and dashes");

    private DatastoreFields() {}

    static Optional<String> image(Field field) {
        return field.as(IMAGE);
    }

    /** The tag of an image, which says most about its version. */
    static String tag(String image) {
        String untilDigest = image.replaceFirst("@.*", "");
        String last = untilDigest.substring(untilDigest.lastIndexOf('/') + 1);
        return last.contains(":") ? last.substring(last.indexOf(':') + 1) : "latest";
    }

    static List<String> hostNames(Field field) {
        return field.items().stream().flatMap(item -> item.as(HOST).stream()).toList();
    }

    static Optional<Integer> port(Field field) {
        return field.as(written -> {
            if (!written.matches("[1-9]\\d{0,4}") || Integer.parseInt(written) > LAST_PORT) {
                throw new IllegalArgumentException("\"" + written + "\" is not valid: use a number from 1 to 65535");
            }
            return Integer.valueOf(written);
        });
    }

    static Optional<ReadyCheck> ready(Field field) {
        SectionReader section = field.section(Section.READY);
        Field command = section.field("command");
        Field http = section.field("http");
        if (field.isGiven() && command.isGiven() == http.isGiven()) {
            section.refuse("is not one check", "write {command: [...]} or {http: /path}");
            return Optional.empty();
        }
        return command.isGiven()
                ? Optional.of(new ReadyCheck.Command(CommandReader.read(command)))
                : http.as(Validators.matching("/\\S*", "a path that begins with /"))
                        .map(ReadyCheck.Http::new);
    }
}
