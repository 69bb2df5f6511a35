package io.kuberelease.app.page;

import io.kuberelease.app.actions.ActionKind;
import java.util.Optional;

/**
 * An action that the visitor of a page can take now; the page shows no others.
 *
 * @param words the label of its button
 * @param url of the page that asks to confirm, relative to the release page
 * @param environment the environment that the action is about, if it is about one
 * @param stage the stage that the action is about, if it is about one
 */
public record OfferedAction(
        ActionKind kind, String words, String url, Optional<String> environment, Optional<String> stage) {}
