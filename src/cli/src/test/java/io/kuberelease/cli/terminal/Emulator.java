package io.kuberelease.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal shows after it was sent a text: as much of one as our own output needs. */
final class Emulator {
    private static final Pattern TOKEN = Pattern.compile("\033\\[([?0-9;]*)([A-Za-z])|\n|[^\033\n]+");

    private final int columns;
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;

    Emulator(int columns) {
        this.columns = columns;
    }

    List<String> after(String sent) {
        Matcher token = TOKEN.matcher(sent);
        while (token.find()) {
            if (token.group().equals("\n")) {
                feed();
            } else if (token.group(2) == null) {
                write(token.group());
            } else {
                control(token.group(1), token.group(2));
            }
        }
        List<String> shown = new ArrayList<>(
                lines.stream().map(line -> line.toString().stripTrailing()).toList());
        while (!shown.isEmpty() && shown.get(shown.size() - 1).isEmpty()) {
            shown.remove(shown.size() - 1);
        }
        return shown;
    }

    private void feed() {
        row++;
        column = 0;
        if (row == lines.size()) {
            lines.add(new StringBuilder());
        }
    }

    private void write(String text) {
        StringBuilder line = lines.get(row);
        if (column + text.length() > columns) {
            throw new AssertionError("a line is wider than the terminal: " + text);
        }
        line.append(" ".repeat(Math.max(0, column + text.length() - line.length())));
        line.replace(column, column + text.length(), text);
        column += text.length();
    }

    private void control(String number, String what) {
        switch (what) {
            case "F" -> {
                row -= Integer.parseInt(number);
                column = 0;
            }
            // Where a line is full, the cursor stands on its last character, and erases it.
            case "K" ->
                lines.get(row)
                        .setLength(Math.min(
                                Math.min(column, columns - 1), lines.get(row).length()));
            case "J" -> {
                lines.get(row).setLength(Math.min(column, lines.get(row).length()));
                while (lines.size() > row + 1) {
                    lines.remove(lines.size() - 1);
                }
            }
            case "h", "l", "m" -> {}
            default -> throw new AssertionError("unknown control sequence " + number + what);
        }
    }
}
