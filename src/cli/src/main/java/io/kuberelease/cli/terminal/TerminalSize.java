package io.kuberelease.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The size of the terminal that standard output is connected to.
 *
 * @param columns at least 20
 * @param rows at least 3
 */
record TerminalSize(int columns, int rows) {
    static final TerminalSize USUAL = new TerminalSize(80, 24);
    private static final int LIMIT_SECONDS = 1;

    TerminalSize {
        columns = Math.max(20, columns);
        rows = Math.max(3, rows);
    }

    /**
     * Asks for the size; absent when standard output is no terminal. The variables COLUMNS and LINES take precedence.
     */
    static Optional<TerminalSize> ask(Map<String, String> environment) {
        return answer().map(said -> {
            TerminalSize asked = parse(said).orElse(USUAL);
            return new TerminalSize(
                    number(environment.get("COLUMNS")).orElse(asked.columns),
                    number(environment.get("LINES")).orElse(asked.rows));
        });
    }

    /**
     * Parses {@code rows columns}, as stty prints them; absent for zeros, which a terminal without a known size gives.
     */
    static Optional<TerminalSize> parse(String said) {
        String[] parts = said.strip().split(" ", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        Optional<Integer> rows = number(parts[0]);
        Optional<Integer> columns = number(parts[1]);
        return rows.isPresent() && columns.isPresent()
                ? Optional.of(new TerminalSize(columns.get(), rows.get()))
                : Optional.empty();
    }

    /** Asks a shell that inherits standard output, since Java can't tell whether that is a terminal, nor its size. */
    private static Optional<String> answer() {
        try {
            Process shell = new ProcessBuilder("sh", "-c", "test -t 1 && { stty size <&1 >&2 || :; }")
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            shell.getOutputStream().close();
            if (!shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
                return Optional.empty();
            }
            String said = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return shell.exitValue() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(@org.jspecify.annotations.Nullable String text) {
        return Optional.ofNullable(text)
                .filter(digits -> digits.matches("[1-9]\\d{0,4}"))
                .map(Integer::valueOf);
    }
}
