package io.kuberelease.adapters.bundle;

import io.kuberelease.request.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the secrets among values: a bundle is readable by whoever may pull it, and is kept for good. */
final class SecretLiterals {
    private static final String FIX =
            "keep it in a Secret of the environment and give the chart that Secret's name, as in existingSecret: NAME";

    /** Below these keys are names of Secrets and of keys within them, not secrets. */
    private static final Pattern REFERENCE =
            Pattern.compile("(?i).*secret(key)?(ref|reference|selector)|existingsecret|secretkeys");
    /** A line of a configuration file within a text, with its value. */
    private static final Pattern SETTING = Pattern.compile(
            "\\s*(?:export\\s+)?[\"']?([\\w.-]+)[\"']?\\s*[:=]\\s*[\"']?([^\"'\\s,;({\\[]+)[\"']?[,;]?\\s*");

    private final List<Finding> findings = new ArrayList<>();

    private SecretLiterals() {}

    /** The reason to refuse each likely secret, in the order of the values; empty when there is none. */
    static List<Finding> in(Node.Mapping values) {
        SecretLiterals search = new SecretLiterals();
        search.mapping(values, "", "", SecretShapes::byName);
        return search.findings;
    }

    /**
     * @param judge gives the reason to refuse a text that goes by a name; empty when it is accepted
     */
    private void search(Node value, String name, String path, BiFunction<String, String, Optional<String>> judge) {
        if (value instanceof Node.Mapping mapping) {
            mapping(mapping, name, path, judge);
        } else if (value instanceof Node.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                search(sequence.items().get(i), name, path + "[" + i + "]", judge);
            }
        } else if (value instanceof Node.Scalar scalar
                && (scalar.type() == Node.Type.TEXT || scalar.type() == Node.Type.NUMBER)) {
            reason(name, scalar.text(), judge)
                    .ifPresent(reason -> findings.add(new Finding(scalar.place(), path, reason, FIX)));
        }
    }

    private void mapping(
            Node.Mapping mapping, String name, String path, BiFunction<String, String, Optional<String>> judge) {
        Optional<String> variable = text(mapping, "name").filter(found -> has(mapping, "value"));
        for (Node.Entry entry : mapping.entries()) {
            String known = entry.key().equals("value") ? variable.orElse(entry.key()) : entry.key();
            String below = path.isEmpty() ? entry.key() : path + "." + entry.key();
            search(entry.value(), known, below, judgeBelow(mapping, name, entry.key(), judge));
        }
    }

    private static BiFunction<String, String, Optional<String>> judgeBelow(
            Node.Mapping mapping, String name, String key, BiFunction<String, String, Optional<String>> judge) {
        boolean content = key.equals("stringData")
                || (key.equals("data") && text(mapping, "kind").equals(Optional.of("Secret")));
        if (content) {
            return SecretLiterals::contentOfSecret;
        }
        return REFERENCE.matcher(name).matches() ? (ignored, text) -> Optional.empty() : judge;
    }

    private static Optional<String> contentOfSecret(String ignored, String text) {
        return SecretShapes.isHarmless(text) ? Optional.empty() : Optional.of("holds the content of a Secret");
    }

    private static Optional<String> reason(
            String name, String text, BiFunction<String, String, Optional<String>> judge) {
        return SecretShapes.byText(text).or(() -> judge.apply(name, text)).or(() -> inSettings(text));
    }

    private static Optional<String> inSettings(String text) {
        if (text.indexOf('\n') < 0) {
            return Optional.empty();
        }
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher setting = SETTING.matcher(lines.get(i));
            if (setting.matches()
                    && SecretShapes.byName(setting.group(1), setting.group(2)).isPresent()) {
                return Optional.of("holds a secret in line " + (i + 1) + " of its text");
            }
        }
        return Optional.empty();
    }

    private static boolean has(Node.Mapping mapping, String key) {
        return mapping.entries().stream().anyMatch(entry -> entry.key().equals(key));
    }

    private static Optional<String> text(Node.Mapping mapping, String key) {
        return mapping.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .map(Node.Entry::value)
                .filter(Node.Scalar.class::isInstance)
                .map(value -> ((Node.Scalar) value).text())
                .findFirst();
    }

    /**
     * Judges by a value's text and name whether it is likely a secret. The name of a Secret, a variable or template in
     * place of a value, and a file's path are none.
     */
    private static final class SecretShapes {
        private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----");
        private static final Pattern ADDRESS =
                Pattern.compile("(?i)[a-z][a-z0-9+.-]*://[^\\s/:@]*:(?!\\$\\(|\\$\\{|\\{\\{)[^\\s/@]+@");
        private static final Pattern TOKEN = Pattern.compile("\\b(gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\\w{30,}"
                + "|glpat-[\\w-]{20,}|xox[abeoprs]-[\\w-]{10,}|AIza[\\w-]{35}|[rs]k_live_\\w{16,}|npm_\\w{36}"
                + "|eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]+)|https://hooks\\.slack\\.com/services/\\w+/\\w+/\\w+");

        private static final Pattern SECRET_NAME = Pattern.compile("(?i).*("
                + "password|passwd|passphrase|token|secret|credential"
                + "|(api|access|private|secret|signing|encryption|master|license|account|storage|hmac)[-_. ]?key)s?");
        private static final Pattern SHORT_NAME =
                Pattern.compile("(?i)(.*[-_.])?(pwd|pass|dockerconfigjson)|.*[a-z](Pwd|Pass)");
        private static final Pattern NAMES_A_SECRET = Pattern.compile("(?i).*(secret|credential)s?");
        private static final Pattern NEVER_A_NAME =
                Pattern.compile("(?i).*(client|consumer|shared)[-_. ]?secret|.*[A-Z0-9]_(SECRET|CREDENTIALS?)");
        private static final Pattern RESOURCE_NAME =
                Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
        private static final Pattern RANDOM = Pattern.compile("[a-z0-9]{12,}");
        private static final int DIGITS_OF_RANDOM = 3;
        private static final int LONGEST_NAME = 253;

        /** A variable, a template, a file or an address in a vault, in place of the value. */
        private static final Pattern REFERENCE = Pattern.compile("\\$\\(\\w+\\)|\\$\\{\\w+\\}|\\{\\{[^{}]*\\}\\}"
                + "|/(etc|var|run|mnt|secrets?|opt|home|srv|tmp|app|config)(/[\\w.-]+)+|(vault|ref\\+\\w+):\\S+");

        private SecretShapes() {}

        /** Why the text itself can't be anything but a secret, as the rest of a sentence; empty when it can. */
        static Optional<String> byText(String text) {
            if (PRIVATE_KEY.matcher(text).find()) {
                return Optional.of("holds a private key");
            }
            if (ADDRESS.matcher(text).find()) {
                return Optional.of("holds an address with a password");
            }
            return TOKEN.matcher(text).find() ? Optional.of("holds a token") : Optional.empty();
        }

        /** Why a value that goes by this name is likely a secret, as the rest of a sentence; empty when it is not. */
        static Optional<String> byName(String name, String text) {
            boolean secret = SECRET_NAME.matcher(name).matches()
                    || SHORT_NAME.matcher(name).matches();
            if (!secret || isHarmless(text) || isNameOfSecret(name, text)) {
                return Optional.empty();
            }
            return Optional.of("holds a secret, as its name says");
        }

        /** Whether a text is empty or only says where the value is found. */
        static boolean isHarmless(String text) {
            return text.isBlank() || REFERENCE.matcher(text.strip()).matches();
        }

        private static boolean isNameOfSecret(String name, String text) {
            return NAMES_A_SECRET.matcher(name).matches()
                    && !NEVER_A_NAME.matcher(name).matches()
                    && text.length() <= LONGEST_NAME
                    && RESOURCE_NAME.matcher(text).matches()
                    && RANDOM.matcher(text).results().noneMatch(part -> digits(part.group()) >= DIGITS_OF_RANDOM);
        }

        private static long digits(String text) {
            return text.chars().filter(Character::isDigit).count();
        }
    }
}
