package io.kuberelease.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Fits the help to the width of the terminal: wraps prose, and puts the explanation of a long example below it. */
final class HelpText {
    private static final int USUAL = 80;
    private static final int WIDEST = 120;
    private static final String UNDER = "      ";

    /** A command, at least two blanks, and its explanation. */
    private static final Pattern EXAMPLE = Pattern.compile("( {2}\\S+(?: \\S+)*) {2,}(\\S.*)");

    private final int width;

    private HelpText(int width) {
        this.width = width;
    }

    /**
     * Fits the help of a command and of its subcommands.
     *
     * @param environment its variable {@code COLUMNS} has the width of the terminal
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

    /** Splits off the first sentence, which is also shown in the list of commands. */
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

    /** Joins explanations that are continued on the next line. */
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
