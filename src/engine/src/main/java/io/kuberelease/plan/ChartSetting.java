package io.kuberelease.plan;

/**
 * One of the chart's values, set beside the files.
 *
 * @param path with dots between the names, for example {@code ingress.host}
 * @param text the value as it was written
 * @param literal whether it is a number or a truth value, and no text
 */
public record ChartSetting(String path, String text, boolean literal) {}
