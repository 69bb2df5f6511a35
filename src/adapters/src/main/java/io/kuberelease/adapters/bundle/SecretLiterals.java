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

    /** Below these keys stand names of Secrets and of keys within them. */
    private static final Pattern REFERENCE =
            Pattern.compile("(?i).*secret(key)?(ref|reference|selector)|existingsecret|secretkeys");
    /** A line of a configuration file within a text, with its value. */
    private static final Pattern SETTING = Pattern.compile(
            "\\s*(?:export\\s+)?[\"']?([\\w.-]+)[\"']?\\s*[:=]\\s*[\"']?([^\"'\\s,;({\\[]+)[\"']?[,;]?\\s*");

    private final List<Finding> findings = new ArrayList<>();

    private SecretLiterals() {}

    /** Every secret that the values hold, in the order of the file. */
    static List<Finding> in(Node.Mapping values) {
        SecretLiterals search = new SecretLiterals();
        search.mapping(values, "", "", SecretShapes::byName);
        return search.findings;
    }

    /**
     * @param judge says why a text is refused under a name
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
}
