package io.kuberelease.app;

import io.kuberelease.adapters.releasefile.ReleaseFile;
import io.kuberelease.plan.Problem;
import io.kuberelease.plan.ProblemReport;
import io.kuberelease.request.Node;
import io.kuberelease.request.Overlay;
import io.kuberelease.request.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the settings that somebody gives beside a release file, for example the fields of a Jenkinsfile's step, together
 * as one tree, and collects everything that is wrong with them. Fields that are null are left out.
 */
public final class GivenSettings {
    private final Place place;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();
    private Node settings;

    /** @param who gives the settings, for messages, which name the key with its parents: a field has no line */
    public GivenSettings(String who) {
        this.place = new Place(who, 0, 0);
        this.settings = Node.of(place, Map.of());
    }

    /** Splits names at commas; blank ones are left out, and null has none. */
    public static List<String> names(@Nullable String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    /** Adds a problem if the field is missing. */
    public GivenSettings required(String field, @Nullable String value, String fix) {
        return value == null ? wrong(field, null, "is missing", fix) : this;
    }

    /** Adds a problem unless exactly one of the two is given. */
    public GivenSettings either(String one, @Nullable String first, String other, @Nullable String second, String fix) {
        return first == null && second == null
                ? wrong(one, null, "is missing, and so is " + other, fix)
                : notBoth(one, first, other, second, fix);
    }

    /** Adds a problem if both are given. */
    public GivenSettings notBoth(
            String one, @Nullable String first, String other, @Nullable String second, String fix) {
        return first == null || second == null ? this : wrong(one, first, "is given, and so is " + other, fix);
    }

    private GivenSettings wrong(String field, @Nullable String value, String reason, String fix) {
        problems.add(new Problem(place, field, Optional.ofNullable(value), reason, fix));
        return this;
    }

    /** Sets the key at the end of these to a text, whatever it looks like; also to another value of a program. */
    public GivenSettings value(@Nullable Object value, String... keys) {
        return value == null ? this : put(Node.of(place, value), keys);
    }

    /** Sets a list of texts, given in the form of a release file or separated by commas. */
    public GivenSettings list(@Nullable String value, String... keys) {
        return isList(value) ? written(value, keys) : value(value == null ? null : names(value), keys);
    }

    /** Sets a command, given as a list in the form of a release file or as one text for a shell. */
    public GivenSettings command(@Nullable String value, String... keys) {
        return isList(value) ? written(value, keys) : value(value == null ? null : List.of("sh", "-c", value), keys);
    }

    private static boolean isList(@Nullable String value) {
        return value != null && value.startsWith("[");
    }

    /** Sets what is in the form of a release file already. */
    public GivenSettings written(@Nullable String value, String... keys) {
        if (value == null) {
            return this;
        }
        String name = place.source() + " " + String.join(".", keys);
        return ReleaseFile.parse(value.getBytes(StandardCharsets.UTF_8), name)
                .match(read -> put(read.root().at(place), keys), unreadable -> {
                    texts.put(name, unreadable.text());
                    problems.add(unreadable.problem());
                    return this;
                });
    }

    private GivenSettings put(Node value, String... keys) {
        Node at = value;
        for (int i = keys.length - 1; i >= 0; i--) {
            at = new Node.Mapping(place, List.of(new Node.Entry(place, keys[i], at)));
        }
        settings = Overlay.of(settings, at);
        return this;
    }

    /**
     * All settings.
     *
     * @throws BadRequest with everything that is wrong with them
     */
    public ReleaseSpec.Beside beside() throws BadRequest {
        if (!problems.isEmpty()) {
            throw new BadRequest(new ProblemReport(texts).text(problems));
        }
        return new ReleaseSpec.Beside(place.source(), settings);
    }
}
