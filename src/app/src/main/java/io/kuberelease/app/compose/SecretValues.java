package io.kuberelease.app.compose;

import io.kuberelease.plan.SecretNames;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The variables around a Compose project that are likely secrets, of the caller or of {@code .env}: their values must
 * not get into a file, whatever they are put into.
 */
final class SecretValues {
    /** Shorter ones are in any text by chance. */
    private static final int SHORTEST = 5;

    /** Names that are likelier a secret's here than in a release file: too many secrets do no harm in a chart. */
    private static final Pattern NAME = Pattern.compile(
            "(?i).*(pass|pwd|_pw|_key|key_base|_dsn|_pat|jwt|pepper|_salt|_auth)|.*(token|secret|password).*");

    private static final Pattern NO_SECRET = Pattern.compile("(?i).*(_file|_path|_name|_dir|_ttl|_length|_expir\\w*)");
    private static final Pattern URL_WITH_PASSWORD =
            Pattern.compile("(?:jdbc:)?[a-zA-Z][a-zA-Z0-9+.-]*://[^@\\s:/]*:(?<password>[^@\\s]+)@.*");

    private final Map<String, String> values = new TreeMap<>();

    SecretValues(Map<String, String> variables) {
        variables.forEach((name, value) -> {
            if (isSecret(name, value)) {
                values.put(name, value);
            }
        });
    }

    /** Whether a variable of that name and value is likely a secret. */
    static boolean isSecret(String name, String value) {
        boolean isNamed = SecretNames.looksSecret(name) || NAME.matcher(name).matches();
        boolean isSecretName = isNamed && !NO_SECRET.matcher(name).matches();
        return !value.isEmpty()
                && (isSecretName || URL_WITH_PASSWORD.matcher(value).matches());
    }

    /** The variable whose value is in the text, raw or as JSON has it; absent when there is none. */
    Optional<String> in(String text) {
        return values.entrySet().stream()
                .filter(entry -> parts(entry.getValue())
                        .anyMatch(part ->
                                part.length() >= SHORTEST && (text.contains(part) || text.contains(Flow.inner(part)))))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Stream<String> parts(String value) {
        Matcher url = URL_WITH_PASSWORD.matcher(value);
        return url.matches() ? Stream.of(value, url.group("password")) : Stream.of(value);
    }
}
