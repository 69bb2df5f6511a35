package io.kuberelease.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Makes the help as wide as the terminal: prose flows, and an example that is too long has its explanation below it. */
final class HelpText {
    private static final int USUAL = 80;
    private static final int WIDEST = 120;
    private static final String UNDER = "      ";

    /** A command, two blanks or more, and what it does. */
    private static final Pattern EXAMPLE = Pattern.compile("( {2}\\S+(?: \\S+)*) {2,}(\\S.*)");

    private final int width;

    private HelpText(int width) {
        this.width = width;
    }

    /**
     * Fits the help of a command and of all below it.
     *
     * @param environment {@code COLUMNS} says how wide the terminal is
     */
    static void fit(CommandLine commands, Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        int wanted = columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : USUAL;
        int width = Math.max(USUAL, Math.min(WIDEST, wanted));
        commands.setUsageHelpWidth(width);
        HelpText help = new HelpText(width);
        help.fit(commands);
        commands.getSubcommands().values().forEach(help::fit);
    }

    private void fit(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.description(paragraphs(usage.description()).toArray(String[]::new));
        usage.footer(footer(usage.footer()).toArray(String[]::new));
    }

    /** The first sentence, which is also what the list of commands says, and all the others. */
    private static List<String> paragraphs(String[] lines) {
        String all = String.join(" ", lines);
        int end = all.indexOf(". ");
        return end < 0 ? List.of(all) : List.of(all.substring(0, end + 1), all.substring(end + 2));
    }

    private List<String> footer(String[] lines) {
        List<String> fitted = new ArrayList<>();
        for (String line : whole(lines)) {
            Matcher example = EXAMPLE.matcher(line);
            if (line.length() < width || !example.matches()) {
                fitted.add(line);
            } else {
                fitted.add(example.group(1));
                fitted.addAll(broken(example.group(2)));
            }
        }
        return fitted;
    }

    /** An explanation that goes on in the next line is one. */
    private static List<String> whole(String[] lines) {
        List<String> whole = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(UNDER) && !whole.isEmpty()) {
                whole.set(whole.size() - 1, whole.get(whole.size() - 1) + " " + line.strip());
            } else {
                whole.add(line);
            }
        }
        return whole;
    }

    private List<String> broken(String prose) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(UNDER);
        for (String word : prose.split(" ", -1)) {
            if (line.length() > UNDER.length() && line.length() + 1 + word.length() >= width) {
                lines.add(line.toString());
                line = new StringBuilder(UNDER);
            }
            line.append(line.length() > UNDER.length() ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
