package io.kuberelease.app.log;

import io.kuberelease.view.TextSanitizer;
import java.util.ArrayList;
import java.util.List;

/** Wraps prose between words; a word is never broken. */
public final class Wrapped {
    private Wrapped() {}

    public static List<String> text(String prose, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : TextSanitizer.text(prose).split(" ", -1)) {
            if (line.length() > 0 && Columns.of(line.toString()) + 1 + Columns.of(word) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
