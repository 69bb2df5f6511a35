package io.kuberelease.cli.init;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Guesses which programs the image of a Dockerfile has, from the text alone: those in the base image of the last stage,
 * and those that are installed. An unknown base image may have any.
 */
final class ImageTools {
    private static final Pattern FROM = Pattern.compile(
            "FROM\\s+(?:--\\S+\\s+)*(?<image>\\S+)(?:\\s+AS\\s+(?<name>\\S+))?.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern INSTALLS =
            Pattern.compile("\\b(apt-get|apt|apk|dnf|microdnf|yum|zypper|pacman|pip3?|npm)\\b.*");

    /** Public images with few programs; the next set has those with the tools for C. */
    private static final Set<String> BARE = Set.of(
            "scratch",
            "alpine",
            "busybox",
            "debian",
            "ubuntu",
            "nginx",
            "httpd",
            "caddy",
            "eclipse-temurin",
            "openjdk",
            "amazoncorretto",
            "tomcat",
            "jetty",
            "redis",
            "postgres",
            "mysql",
            "haproxy",
            "traefik",
            "fedora",
            "rockylinux");

    private static final Set<String> WHOLE = Set.of(
            "gcc", "golang", "buildpack-deps", "python", "node", "ruby", "perl", "rust", "elixir", "erlang", "haskell");
    private static final Pattern SMALL = Pattern.compile(".*(slim|alpine|distroless).*");
    private static final Map<String, Set<String>> INSTALLED_BY = Map.of(
            "make", Set.of("make", "build-base", "build-essential"),
            "python", Set.of("python3", "python", "python-is-python3"),
            "npm", Set.of("npm", "nodejs"));
    private static final Map<String, String> LANGUAGES = Map.of("python", "python", "npm", "node");

    private final Optional<String> base;
    private final String installed;

    private ImageTools(Optional<String> base, String installed) {
        this.base = base;
        this.installed = installed;
    }

    /** Reads the last stage of a Dockerfile, with the stages that it is based on. */
    static ImageTools of(String dockerfile) {
        Map<String, String> bases = new HashMap<>();
        Map<String, List<String>> lines = new HashMap<>();
        String stage = "";
        for (String line : dockerfile
                .replaceAll("\\\\\\s*\\n", " ")
                .lines()
                .map(String::strip)
                .toList()) {
            Matcher from = FROM.matcher(line);
            if (from.matches()) {
                stage = Optional.ofNullable(from.group("name"))
                        .orElse("stage " + bases.size())
                        .toLowerCase(Locale.ROOT);
                bases.put(stage, from.group("image"));
                lines.put(stage, new ArrayList<>());
            } else if (INSTALLS.matcher(line).find() && lines.containsKey(stage)) {
                lines.get(stage).add(line);
            }
        }
        StringBuilder installed = new StringBuilder();
        String at = stage;
        for (int i = 0; i <= bases.size() && bases.containsKey(at); i++) {
            installed
                    .append(String.join("\n", lines.getOrDefault(at, List.of())))
                    .append('\n');
            String image = bases.getOrDefault(at, "");
            if (!bases.containsKey(image.toLowerCase(Locale.ROOT)) || image.equalsIgnoreCase(at)) {
                return new ImageTools(Optional.of(image), installed.toString());
            }
            at = image.toLowerCase(Locale.ROOT);
        }
        return new ImageTools(Optional.empty(), installed.toString());
    }

    /** Whether the image may have a program that runs tests. */
    boolean mayHave(String program) {
        boolean added = INSTALLED_BY.getOrDefault(program, Set.of()).stream().anyMatch(name -> Pattern.compile(
                        "(^|[\\s=])" + Pattern.quote(name) + "([\\s=;&]|$)", Pattern.MULTILINE)
                .matcher(installed)
                .find());
        return added || base.map(image -> isIn(program, image)).orElse(true);
    }

    private static boolean isIn(String program, String image) {
        String lower = image.toLowerCase(Locale.ROOT);
        String name = lower.replaceFirst("[:@].*$", "").replaceFirst("^.*/", "");
        if (lower.contains("distroless") || BARE.contains(name)) {
            return false;
        }
        if (!WHOLE.contains(name)) {
            return true;
        }
        String language = LANGUAGES.get(program);
        return language == null ? !SMALL.matcher(lower).matches() : language.equals(name);
    }
}
