package io.kuberelease.plan;

import io.kuberelease.model.PopUpName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster that commands make when it is needed, and delete when its time is over.
 *
 * @param create makes it, and writes its kubeconfig; {@code {name}} and {@code {kubeconfig}} in it are filled in
 * @param delete deletes it, likewise
 * @param lifetime how long it lives after the last release that asked for it
 * @param within how long each of the commands may take
 */
public record ClusterSpec(
        PopUpName name, List<String> create, List<String> delete, Duration lifetime, Duration within) {
    /** A place to be filled in; {@code {{.Name}}} and {@code ${name}} are other programs' own. */
    private static final Pattern PLACE = Pattern.compile("(?<![{$])\\{([a-zA-Z]+)\\}(?!\\})");

    public ClusterSpec {
        create = List.copyOf(create);
        delete = List.copyOf(delete);
    }

    /** The names of the places in an argument. */
    static List<String> places(String argument) {
        return PLACE.matcher(argument).results().map(place -> place.group(1)).toList();
    }

    /** The argument with a value in each of its places. */
    public static String filledIn(String argument, Map<String, String> values) {
        return PLACE.matcher(argument)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    }
}
