package io.kuberelease.plan;

import java.time.Duration;
import java.util.List;

/**
 * Who may approve, and for how long it is waited for.
 *
 * @param by groups or users as the cluster or Jenkins names them; empty: anybody who may deploy
 */
public record ApprovalRule(List<String> by, Duration within) {
    public ApprovalRule {
        by = List.copyOf(by);
    }
}
