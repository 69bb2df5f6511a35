package io.jenkins.plugins.kuberelease.agent;

import hudson.console.ConsoleLogFilter;
import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jspecify.annotations.Nullable;

/**
 * Hides what the build's console hides, as of {@code withCredentials}, from where lines go beside it: the journal, the
 * pages and Slack. A builder is given the variables of the step, and may print them.
 *
 * @param filter that of the block around the step; null when there is none
 */
public record SecretMask(@Nullable TaskListenerDecorator filter) {
    /** Nothing is secret. */
    public static final SecretMask NONE = new SecretMask(null);

    /** That of a step. */
    public static SecretMask of(StepContext step) throws IOException, InterruptedException {
        ConsoleLogFilter old = step.get(ConsoleLogFilter.class);
        TaskListenerDecorator older = old == null ? null : TaskListenerDecorator.fromConsoleLogFilter(old);
        return new SecretMask(TaskListenerDecorator.merge(older, step.get(TaskListenerDecorator.class)));
    }

    /** One line without secrets; none of it when they could not be hidden. */
    String line(String text) {
        TaskListenerDecorator hiding = filter;
        if (hiding == null) {
            return text;
        }
        ByteArrayOutputStream hidden = new ByteArrayOutputStream();
        try (OutputStream lines = hiding.decorate(hidden)) {
            lines.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return "(a line whose secrets could not be hidden)";
        }
        return hidden.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** The same lines without secrets. */
    public String text(String lines) {
        return lines.lines().map(this::line).collect(Collectors.joining("\n"));
    }

    /** The same cause without secrets. */
    Cause cause(Cause told) {
        List<Evidence> evidence = told.evidence().stream().map(this::evidence).toList();
        Optional<String> suggestion = told.suggestion().map(this::line);
        return new Cause(told.kind(), line(told.summary()), evidence, suggestion);
    }

    private Evidence evidence(Evidence seen) {
        Stream<String> lines = seen.lines().stream().map(this::line);
        return new Evidence(line(seen.title()), lines.toList(), seen.background());
    }
}
