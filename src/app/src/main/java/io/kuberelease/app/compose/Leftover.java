package io.kuberelease.app.compose;

/**
 * Something of a compose file that the chart does not have, or has otherwise.
 *
 * @param place the file and line where it stands, for example {@code compose.yaml line 12}
 * @param what the key, for example {@code services.web.devices}
 * @param why what becomes of it
 */
public record Leftover(String place, String what, String why) {}
