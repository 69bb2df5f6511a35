package io.kuberelease.adapters.builders;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.plan.ImageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the repositories that a Dockerfile takes images from, as far as its text tells: a build needs credentials for
 * them too.
 */
final class BaseImages {
    private static final Pattern FROM =
            Pattern.compile("^\\s*(?:FROM\\s+(?:--\\S+\\s+)*|COPY\\s+.*--from=)([^\\s#]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ARGUMENT =
            Pattern.compile("^\\s*ARG\\s+(\\w+)=[\"']?([^\\s\"']*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)(?::-([^}]*))?\\}?");

    private BaseImages() {}

    /** The repositories in the Dockerfile's order; empty when it can't be read, which the builder reports better. */
    static Set<ImageRepository> of(Path source, ImageSpec image) {
        Set<ImageRepository> found = new LinkedHashSet<>();
        Map<String, String> arguments = new HashMap<>();
        try {
            for (String line : Files.readAllLines(source.resolve(image.dockerfile()))) {
                Matcher argument = ARGUMENT.matcher(line);
                if (argument.find()) {
                    arguments.put(argument.group(1), argument.group(2));
                }
                arguments.putAll(image.arguments());
                Matcher from = FROM.matcher(line);
                if (from.find()) {
                    add(resolve(from.group(1), arguments), found);
                }
            }
        } catch (IOException unreadable) {
            return Set.of();
        }
        return found;
    }

    private static String resolve(String text, Map<String, String> arguments) {
        return VARIABLE.matcher(text).replaceAll(variable -> {
            String fallback = variable.group(2) == null ? "" : variable.group(2);
            return Matcher.quoteReplacement(arguments.getOrDefault(variable.group(1), fallback));
        });
    }

    private static void add(String image, Set<ImageRepository> found) {
        String name = image.replaceFirst("@.*$", "").replaceFirst(":[^/:]*$", "");
        try {
            found.add(new ImageRepository(ImageRepository.canonical(name)));
        } catch (IllegalArgumentException aStage) {
            // Not the name of a repository: a stage with capital letters, or something that the builder will refuse.
        }
    }
}
