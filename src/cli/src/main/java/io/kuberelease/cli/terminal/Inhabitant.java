package io.kuberelease.cli.terminal;

import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.EnvironmentRecord;
import java.util.Optional;

/**
 * What an environment's own cluster says is there.
 *
 * @param record the last one; absent when nothing was recorded
 * @param unknown why it can't be told; absent when it can
 */
public record Inhabitant(EnvironmentName environment, Optional<EnvironmentRecord> record, Optional<String> unknown) {}
