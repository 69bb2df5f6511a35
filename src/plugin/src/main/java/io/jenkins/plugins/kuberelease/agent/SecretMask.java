package io.jenkins.plugins.kuberelease.agent;

import hudson.console.ConsoleLogFilter;
import io.kuberelease.model.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jspecify.annotations.Nullable;

/**
 * Masks the secrets that the build's console masks, for example of {@code withCredentials}, where lines also go
 * elsewhere: the journal, the pages and Slack. A builder is given the variables of the step, and may print them.
 *
 * @param filter the console filter of the block around the step; null when there is none
 */
public record SecretMask(@Nullable TaskListenerDecorator filter) {
    /** Masks nothing. */
    public static final SecretMask NONE = new SecretMask(null);

    /** The mask of a step. */
    public static SecretMask of(StepContext step) throws IOException, InterruptedException {
        ConsoleLogFilter old = step.get(ConsoleLogFilter.class);
        TaskListenerDecorator older = old == null ? null : TaskListenerDecorator.fromConsoleLogFilter(old);
        return new SecretMask(TaskListenerDecorator.merge(older, step.get(TaskListenerDecorator.class)));
    }

    /** Masks one line; replaces all of it when masking fails. */
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

    /** Masks several lines. */
    public String text(String lines) {
        return lines.lines().map(this::line).collect(Collectors.joining("\n"));
    }

    /** Masks all texts of a cause. */
    Cause cause(Cause told) {
        return told.told(this::line);
    }
}
