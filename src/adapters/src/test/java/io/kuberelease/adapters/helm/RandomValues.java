package io.kuberelease.adapters.helm;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes values files as people write them, and as they had better not; the same seed makes the same ones. */
final class RandomValues {
    private static final List<String> SCALARS = List.of(
            "NO",
            "no",
            "yes",
            "Yes",
            "on",
            "off",
            "y",
            "n",
            "true",
            "TRUE",
            "~",
            "null",
            "",
            "0644",
            "0o17",
            "0x1F",
            "0b101",
            "1_000",
            "1.10",
            "1e3",
            "1.5e-7",
            "-0.0",
            "+7",
            "+49",
            "12345678901234567890",
            "9007199254740993",
            "123456789012345678901234567890",
            "2024-01-01",
            "2024-01-01T10:00:00Z",
            "12:30:45",
            "190:20:30",
            ".5",
            "5.",
            "1.",
            "text",
            "a b",
            "- ",
            "a: b",
            "# c",
            "x#y",
            "[",
            "{",
            "*x",
            "&x",
            "!x",
            "%",
            "@",
            "`",
            "'",
            "\"",
            "\\",
            "é",
            "😀",
            "=",
            "<<",
            "a\tb",
            "1,000",
            "08",
            "09.5",
            "0.1",
            "1e400x",
            "a:b",
            "::",
            "?",
            "|",
            ">",
            "é\u00a0x");
    private static final List<String> KEYS = List.of(
            "a",
            "b",
            "y",
            "n",
            "on",
            "off",
            "NO",
            "yes",
            "1",
            "0644",
            "1.10",
            "null",
            "true",
            "key with blanks",
            "a.b",
            "~x");

    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    /** A file with several values at its first level. */
    String file() {
        StringBuilder text = new StringBuilder(random.nextInt(10) == 0 ? "\uFEFF" : "");
        text.append("base: &base {one: 1, two: \"2\"}\n");
        for (int i = 0; i < 8; i++) {
            text.append("v").append(i).append(": ");
            value(text, 1, 0);
        }
        if (random.nextBoolean()) {
            text.append("merged:\n  <<: *base\n  two: ").append(plain()).append("\nagain: *base\n");
        }
        return text.toString();
    }

    private void value(StringBuilder text, int indent, int depth) {
        String space = "  ".repeat(indent);
        switch (depth > 2 ? 0 : random.nextInt(6)) {
            case 1 -> {
                text.append('\n');
                Set<String> keys = new HashSet<>();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    String key = key();
                    // Of two that come to the same, Helm takes either.
                    if (!keys.add(asHelmReads(key))) {
                        continue;
                    }
                    text.append(space).append(key).append(": ");
                    value(text, indent + 1, depth + 1);
                }
            }
            case 2 -> {
                text.append('\n');
                for (int i = 0; i <= random.nextInt(3); i++) {
                    text.append(space).append("- ").append(scalar()).append('\n');
                }
            }
            case 3 ->
                text.append("[").append(quoted()).append(", ").append(plain()).append("]\n");
            case 4 ->
                text.append(random.nextBoolean() ? "|" : ">-")
                        .append('\n')
                        .append(space)
                        .append("first 0644\n")
                        .append(space)
                        .append("second: yes\n");
            default -> text.append(scalar()).append('\n');
        }
    }

    private String key() {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        return random.nextBoolean() || key.contains("~") ? "\"" + key + "\"" : key.equals("null") ? "nil" : key;
    }

    private static String asHelmReads(String key) {
        return switch (key) {
            case "y", "on", "yes", "true", "\"true\"" -> "true";
            case "n", "off", "NO" -> "false";
            default -> key.replace("\"", "");
        };
    }

    private String scalar() {
        return random.nextBoolean() ? quoted() : plain();
    }

    private String quoted() {
        String text = SCALARS.get(random.nextInt(SCALARS.size()));
        return random.nextBoolean()
                ? "'" + text.replace("'", "''") + "'"
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + "\"";
    }

    /** One that may stand without quotes. */
    private String plain() {
        while (true) {
            String text = SCALARS.get(random.nextInt(SCALARS.size()));
            if (text.matches("[\\w~+.-][\\w+.:-]*") && !text.endsWith(":") && !text.equals("-")) {
                return text;
            }
        }
    }
}
