package io.kuberelease.model;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Why a stage did not succeed, in words for the person who has to act.
 *
 * @param kind the class of the cause
 * @param summary what was tried, on what, and why it failed; one line, no secret
 * @param evidence what was seen, saved before anything is undone; may be empty
 * @param suggestion what to do about it, as the end of "perhaps you should …"
 */
public record Cause(CauseKind kind, String summary, List<Evidence> evidence, Optional<String> suggestion) {

    public Cause {
        evidence = List.copyOf(evidence);
    }

    /** A cause without evidence or suggestion. */
    public static Cause of(CauseKind kind, String summary) {
        return new Cause(kind, summary, List.of(), Optional.empty());
    }

    /** The same cause with what to do about it. */
    public Cause suggesting(String whatToDo) {
        return new Cause(kind, summary, evidence, Optional.of(whatToDo));
    }

    /** The same cause with what was seen. */
    public Cause seen(List<Evidence> seen) {
        return new Cause(kind, summary, seen, suggestion);
    }

    /** The same cause with each of its texts changed, for example masked. */
    public Cause told(UnaryOperator<String> text) {
        return new Cause(
                kind,
                text.apply(summary),
                evidence.stream()
                        .map(seen -> new Evidence(
                                text.apply(seen.title()),
                                seen.lines().stream().map(text).toList(),
                                seen.background()))
                        .toList(),
                suggestion.map(text));
    }

    /** The summary and, in a line of its own, what to do about it. */
    public String inLines() {
        return summary + suggestion.map(fix -> "\n  → " + fix).orElse("");
    }

    /** The summary and what to do about it, in one sentence without a full stop. */
    public String withAdvice() {
        return summary
                + suggestion.map(whatToDo -> "; perhaps you should " + whatToDo).orElse("");
    }
}
