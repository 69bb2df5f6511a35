package io.kuberelease.plan;

import io.kuberelease.model.StageId;
import java.time.Duration;

/**
 * A node of the plan's graph.
 *
 * @param trigger the condition for its turn
 * @param deadline how long it may take, all tries together; a stage never waits without an end
 * @param task the work to do
 */
public record Stage(StageId id, Trigger trigger, Duration deadline, StageTask task) {}
