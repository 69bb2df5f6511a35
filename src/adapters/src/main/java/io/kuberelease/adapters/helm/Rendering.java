package io.kuberelease.adapters.helm;

import io.kuberelease.model.Namespace;

/**
 * What a chart became in one rendering: shown in the diff, waited for by the tracker, and applied.
 *
 * @param made as the worker gave it, and takes it back to apply it
 * @param manifests the same, read
 */
record Rendering(WorkerMessages.Rendered made, Manifests manifests) {

    /** Reads what the worker gave; a resource without a namespace is taken to be in the given one. */
    static Rendering of(WorkerMessages.Rendered made, Namespace namespace) {
        StringBuilder text = new StringBuilder();
        made.all()
                .forEach(
                        template -> text.append("---\n").append(template.text()).append('\n'));
        return new Rendering(made, Manifests.parse(text.toString(), namespace));
    }
}
