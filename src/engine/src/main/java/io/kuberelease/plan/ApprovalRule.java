package io.kuberelease.plan;

import java.time.Duration;
import java.util.List;

/**
 * Who may approve, and how long a release waits for it.
 *
 * @param by groups or users as the cluster or Jenkins names them; empty: anybody who may deploy
 */
public record ApprovalRule(List<String> by, Duration within) {
    public ApprovalRule {
        by = List.copyOf(by);
    }
}
