package io.kuberelease.cli.wiring;

import io.kuberelease.engine.WaitMode;

/**
 * The output and questions of a release that runs in this process.
 *
 * @param json whether to print one JSON document a line instead of text
 * @param mayAsk whether the person at the terminal may be asked
 * @param waitMode whether to stay while only people elsewhere are waited for
 */
public record OutputOptions(boolean json, boolean mayAsk, WaitMode waitMode) {}
