package io.jenkins.plugins.kuberelease.step;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.stapler.DataBoundSetter;

/** The reference of the steps, made from their classes and from the help that the snippet generator shows. */
final class StepReference {
    private static final String BEGINNING = """
        # The steps of a Jenkinsfile

        Made from the classes of the steps and their help; `StepReferenceTest` fails when it is not the same. The
        [guide](guide.md) tells the rest, and the [reference](reference.md) what a release file says.

        All steps go on by themselves: no thread and no executor is held while they wait, a restarted Jenkins takes
        them up again, and an abort ends them within seconds. They stand inside or outside of `node`, and side by
        side in `parallel`. Everything that is wrong with what they are given is told at once. What they show is on
        the build's release page; clusters, registries and Slack are Jenkins' configuration.
        """;

    private final List<Class<?>> steps;

    StepReference(List<Class<?>> steps) {
        this.steps = List.copyOf(steps);
    }

    String text() throws IOException {
        StringBuilder text = new StringBuilder(BEGINNING);
        for (Class<?> step : steps) {
            text.append("\n## `").append(name(step)).append("`\n\n").append(markdown(help(step, "help")));
            text.append("\n\n| field | what it says |\n|---|---|\n");
            for (Map.Entry<String, Class<?>> field : fields(step).entrySet()) {
                text.append("| `").append(field.getKey()).append("` | ");
                String words = markdown(help(field.getValue(), "help-" + field.getKey()));
                text.append(words.replace("\n", " ").replace("|", "\\|")).append(" |\n");
            }
        }
        return text.toString();
    }

    private static String name(Class<?> step) {
        String name = step.getSimpleName().replaceFirst("Step$", "");
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** Each field with the class that declares it, whose help it is. */
    private static Map<String, Class<?>> fields(Class<?> step) {
        Map<String, Class<?>> fields = new TreeMap<>();
        for (Method method : step.getMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                String name = method.getName().substring("set".length());
                fields.put(
                        name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), method.getDeclaringClass());
            }
        }
        for (Class<?> each = step; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (field.isAnnotationPresent(DataBoundSetter.class)) {
                    fields.put(field.getName(), each);
                }
            }
        }
        return fields;
    }

    private static String help(Class<?> of, String file) throws IOException {
        try (InputStream help = of.getResourceAsStream(of.getSimpleName() + "/" + file + ".html")) {
            if (help == null) {
                throw new IOException(of.getSimpleName() + " has no " + file + ".html");
            }
            return new String(help.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Our help has paragraphs, code and one block of lines, and no more. */
    private static String markdown(String html) {
        String lines = html.replaceAll("(?s).*<pre>(.*)</pre>.*", "$1");
        String words = html.replaceAll("(?s)<pre>.*</pre>", "")
                .replaceAll("</?div>", "")
                .replaceAll("(?m)^ +", "")
                .replaceAll("</p>\\s*<p>", "\u0000")
                .replaceAll("</?p>", "")
                .strip()
                .replace("\u0000", "\n")
                .replaceAll("</?code>", "`");
        return html.contains("<pre>") ? words + "\n\n```groovy\n" + lines + "\n```" : words;
    }
}
