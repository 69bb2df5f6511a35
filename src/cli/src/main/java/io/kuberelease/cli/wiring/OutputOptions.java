package io.kuberelease.cli.wiring;

import io.kuberelease.engine.WaitMode;

/**
 * How a release that runs here speaks to people.
 *
 * @param json whether to print one event a line instead of text
 * @param mayAsk whether the person at the terminal may be asked
 * @param attendance whether to stay when only people elsewhere are waited for
 */
public record OutputOptions(boolean json, boolean mayAsk, WaitMode attendance) {}
