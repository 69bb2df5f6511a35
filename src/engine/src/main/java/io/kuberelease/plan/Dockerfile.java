package io.kuberelease.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from a Dockerfile the user that its image runs as, and the images that it is made from. When that depends on a
 * variable from somewhere else or a stage that is not there, it is not guessed: the builder and the image will tell.
 */
public final class Dockerfile {
    private static final Pattern INSTRUCTION = Pattern.compile("\\s*([A-Za-z]+)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?::-([^}]*))?\\})");
    private static final Pattern SETTING = Pattern.compile("(\\w+)=(\"[^\"]*\"|'[^']*'|\\S*)");
    private static final Pattern HEREDOC = Pattern.compile("<<-?\\s*[\"']?(\\w+)[\"']?");
    private static final Pattern ESCAPE = Pattern.compile("(?i)#\\s*escape\\s*=\\s*`\\s*");

    /** Where an instruction takes files from another stage or image: {@code --from=x}, {@code --mount=…,from=x}. */
    private static final Pattern TAKEN = Pattern.compile("(?i)(?:--from=|--mount=(?:\\S*,)?from=)([^\\s,]+)");

    /** Those before the first {@code FROM}: no other counts in one. */
    private final Map<String, String> globals = new HashMap<>();

    private final Map<String, String> variables = new HashMap<>();
    private final Set<String> images = new LinkedHashSet<>();
    private final Map<String, String> given;
    private final List<BuildStage> stages = new ArrayList<>();

    private Dockerfile(Map<String, String> given) {
        this.given = given;
        globals.putAll(given);
        variables.putAll(given);
    }

    /**
     * The user that the image runs as.
     *
     * @param user as it is written; absent when the image below decides
     * @param line where it is written, or where the image below is named
     * @param base the base image, for example {@code python:3.11}; absent when the user is known
     */
    record ImageUser(Optional<String> user, int line, Optional<String> base) {}

    /** The user of the image that is built; empty when the file does not tell. */
    static Optional<ImageUser> user(String text, ImageSpec image) {
        Dockerfile file = new Dockerfile(image.arguments());
        file.read(text);
        return file.stage(image.target()).flatMap(file::user);
    }

    /**
     * The images that it is made from and takes files from, as they are written, in their order; its own stages are none.
     *
     * @param arguments what is given for the file's own
     */
    public static Set<String> images(String text, Map<String, String> arguments) {
        Dockerfile file = new Dockerfile(arguments);
        file.read(text);
        return Collections.unmodifiableSet(file.images);
    }

    private void read(String text) {
        char escape = ESCAPE.matcher(text.lines().findFirst().orElse("")).matches() ? '`' : '\\';
        List<String> lines = text.lines().toList();
        StringBuilder whole = new StringBuilder();
        int first = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            if (whole.isEmpty()) {
                first = i + 1;
            }
            String stripped = line.stripTrailing();
            if (stripped.endsWith(String.valueOf(escape))) {
                whole.append(stripped, 0, stripped.length() - 1);
                continue;
            }
            whole.append(stripped);
            i = endOfHeredocs(whole.toString(), lines, i);
            instruction(whole.toString(), first);
            whole.setLength(0);
        }
    }

    /** The last line of the instruction's heredocs, whose text is no instruction. */
    private static int endOfHeredocs(String instruction, List<String> lines, int at) {
        int end = at;
        if (instruction.strip().matches("(?is)(RUN|COPY|ADD)\\s.*")) {
            Matcher begins = HEREDOC.matcher(instruction);
            while (begins.find()) {
                do {
                    end++;
                } while (end < lines.size() && !lines.get(end).strip().equals(begins.group(1)));
            }
        }
        return end;
    }

    private void instruction(String text, int line) {
        Matcher parts = INSTRUCTION.matcher(text);
        if (!parts.matches()) {
            return;
        }
        String rest = parts.group(2).strip();
        switch (parts.group(1).toUpperCase(Locale.ROOT)) {
            case "FROM" -> from(rest, line);
            case "ARG" -> argument(rest);
            case "ENV" -> environment(rest);
            case "COPY", "ADD", "RUN" -> taken(rest);
            case "USER" ->
                stages.stream().reduce((one, last) -> last).ifPresent(stage -> {
                    stage.user = resolved(rest);
                    stage.unknownUser = stage.user.isEmpty();
                    stage.userLine = line;
                });
            default -> {}
        }
    }

    private void from(String rest, int line) {
        List<String> words = new ArrayList<>(List.of(rest.split("\\s+")));
        words.removeIf(word -> word.startsWith("--"));
        if (words.isEmpty()) {
            return;
        }
        boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("as");
        Optional<String> base = resolved(words.get(0), globals);
        base.ifPresent(this::image);
        stages.add(new BuildStage(named ? words.get(2) : "", base, line));
    }

    /** Only before what a shell gets: its words may look alike. */
    private void taken(String rest) {
        for (String word : rest.split("\\s+", -1)) {
            if (!word.startsWith("--")) {
                return;
            }
            Matcher from = TAKEN.matcher(word);
            if (from.find()) {
                resolved(from.group(1)).ifPresent(this::image);
            }
        }
    }

    private void image(String name) {
        if (!name.equals("scratch") && named(name, stages.size()).isEmpty()) {
            images.add(name);
        }
    }

    private void argument(String rest) {
        Matcher setting = SETTING.matcher(rest);
        while (setting.find()) {
            if (!given.containsKey(setting.group(1))) {
                set(setting.group(1), setting.group(2));
                if (stages.isEmpty() && variables.containsKey(setting.group(1))) {
                    globals.put(setting.group(1), variables.get(setting.group(1)));
                }
            }
        }
    }

    private void environment(String rest) {
        if (!rest.matches("(?s)\\w+=.*")) {
            String[] pair = rest.split("\\s+", 2);
            set(pair[0], pair.length > 1 ? pair[1] : "");
            return;
        }
        Matcher setting = SETTING.matcher(rest);
        while (setting.find()) {
            set(setting.group(1), setting.group(2));
        }
    }

    private void set(String name, String value) {
        resolved(unquoted(value)).ifPresentOrElse(known -> variables.put(name, known), () -> variables.remove(name));
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && (text.startsWith("\"") || text.startsWith("'"));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private Optional<String> resolved(String text) {
        return resolved(text, variables);
    }

    private static Optional<String> resolved(String text, Map<String, String> known) {
        StringBuilder result = new StringBuilder();
        Matcher variable = VARIABLE.matcher(unquoted(text));
        while (variable.find()) {
            String name = variable.group(1) != null ? variable.group(1) : variable.group(2);
            String value = known.get(name);
            if (value == null || (value.isEmpty() && variable.group(3) != null)) {
                value = variable.group(3);
            }
            if (value == null) {
                return Optional.empty();
            }
            variable.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        variable.appendTail(result);
        return result.indexOf("$") >= 0 ? Optional.empty() : Optional.of(result.toString());
    }

    private Optional<BuildStage> stage(Optional<String> target) {
        if (target.isEmpty()) {
            return stages.stream().reduce((one, last) -> last);
        }
        return named(target.get(), stages.size());
    }

    private Optional<BuildStage> named(String name, int before) {
        List<BuildStage> earlier = stages.subList(0, before);
        return earlier.stream()
                .filter(stage -> !stage.name.isEmpty() && stage.name.equalsIgnoreCase(name))
                .findFirst()
                .or(() -> name.matches("\\d{1,4}") && Integer.parseInt(name) < before
                        ? Optional.of(earlier.get(Integer.parseInt(name)))
                        : Optional.empty());
    }

    private Optional<ImageUser> user(BuildStage stage) {
        if (stage.unknownUser) {
            return Optional.empty();
        }
        if (stage.user.isPresent()) {
            return Optional.of(new ImageUser(stage.user, stage.userLine, Optional.empty()));
        }
        if (stage.base.isEmpty()) {
            return Optional.empty();
        }
        String base = stage.base.get();
        if (base.equals("scratch")) {
            return Optional.of(new ImageUser(Optional.of("root"), stage.line, Optional.empty()));
        }
        Optional<BuildStage> below = named(base, stages.indexOf(stage));
        return below.isPresent()
                ? user(below.get())
                : Optional.of(new ImageUser(Optional.empty(), stage.line, Optional.of(base)));
    }

    private static final class BuildStage {
        private final String name;
        private final Optional<String> base;
        private final int line;
        private Optional<String> user = Optional.empty();
        private boolean unknownUser;
        private int userLine;

        private BuildStage(String name, Optional<String> base, int line) {
            this.name = name;
            this.base = base;
            this.line = line;
        }
    }
}
