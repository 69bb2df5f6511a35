package io.kuberelease.adapters.helm;

import io.kuberelease.model.Namespace;

/**
 * The result of rendering a chart once, which is shown in the diff, tracked and applied.
 *
 * @param made the worker's answer, which it gets back to apply it
 * @param manifests the parsed manifests of {@code made}
 */
record Rendering(WorkerMessages.Rendered made, Manifests manifests) {

    /** Parses the worker's answer; a resource without a namespace gets the given one. */
    static Rendering of(WorkerMessages.Rendered made, Namespace namespace) {
        StringBuilder text = new StringBuilder();
        made.all()
                .forEach(
                        template -> text.append("---\n").append(template.text()).append('\n'));
        return new Rendering(made, Manifests.parse(text.toString(), namespace));
    }
}
