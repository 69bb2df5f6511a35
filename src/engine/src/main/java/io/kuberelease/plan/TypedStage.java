package io.kuberelease.plan;

import io.kuberelease.model.StageId;

/** A stage of a plan with a task of a known kind. */
public record TypedStage<T extends StageTask>(StageId id, T task) {}
