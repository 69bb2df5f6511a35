package io.kuberelease.adapters.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds values that look like a secret written out. A key is judged by how it ends, so {@code existingSecret},
 * {@code passwordKey}, {@code secretName} and {@code tokenUrl} are harmless; a value that only points somewhere is too.
 */
final class SecretCheck {
    private static final Pattern SECRET_KEY = Pattern.compile(".*(password|passwd|passphrase|token|apikey|privatekey"
            + "|accesskey|secretkey|clientsecret|appsecret|sharedsecret|signingsecret|webhooksecret|jwtsecret"
            + "|credentials?)");

    /** Often the name of a Secret, sometimes the secret itself. */
    private static final Pattern PERHAPS = Pattern.compile(".*secret");

    private static final Pattern HARMLESS_KEY = Pattern.compile("(existing|use|create|mount|enable).*");
    private static final Pattern OBJECT_NAME = Pattern.compile("[a-z]([-a-z0-9.]{0,61}[a-z0-9])?");
    private static final Pattern RANDOM = Pattern.compile(".*\\d.*\\d.*\\d.*");
    private static final Pattern POINTER =
            Pattern.compile("\\$[({].*|\\{\\{.*|ref\\+.*|vault:.*|/(run|var|etc|mnt)/.*", Pattern.DOTALL);
    private static final Pattern SECRET_VALUE = Pattern.compile(
            ".*(-----BEGIN [A-Z ]*PRIVATE KEY-----"
                    + "|\\bAKIA[0-9A-Z]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{30,}|\\bglpat-[\\w-]{20}|\\bxox[abp]-[\\w-]{10,}"
                    + "|\\bAIza[\\w-]{35}|://[^/\\s:@]+:[^/\\s@$({]+@).*",
            Pattern.DOTALL);

    private final List<String> found = new ArrayList<>();

    /** Everything found so far, with file and line, never the value. */
    List<String> found() {
        return List.copyOf(found);
    }

    void check(String key, JsonNode value, String file, int line) {
        if (!(value.isTextual() || value.isNumber()) || value.asText().isBlank()) {
            return;
        }
        String text = value.asText();
        if (SECRET_VALUE.matcher(text).matches()) {
            found.add(file + ":" + line + ": " + key + " holds what looks like a key, a token or a password");
        } else if (isSecretKey(key, text) && !POINTER.matcher(text).matches()) {
            found.add(file + ":" + line + ": " + key + " looks like a secret written out");
        }
    }

    /** An entry of {@code env}: the key is the value of {@code name}. */
    void checkNamed(ObjectNode entry, String file, int line) {
        if (entry.path("name").isTextual() && entry.has("value")) {
            check(entry.path("name").asText(), entry.path("value"), file, line);
        }
    }

    private static boolean isSecretKey(String key, String value) {
        String plain = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        if (HARMLESS_KEY.matcher(plain).matches()) {
            return false;
        }
        boolean aName =
                OBJECT_NAME.matcher(value).matches() && !RANDOM.matcher(value).matches();
        return SECRET_KEY.matcher(plain).matches() || (PERHAPS.matcher(plain).matches() && !aName);
    }
}
