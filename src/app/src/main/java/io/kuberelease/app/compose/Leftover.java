package io.kuberelease.app.compose;

/**
 * Something of a compose file that the chart does not have, or has otherwise.
 *
 * @param file the compose file, relative to the project
 * @param line where it stands there, from 1; 0 when that is not known
 * @param what the key, for example {@code services.web.devices}
 * @param why what becomes of it
 */
public record Leftover(String file, int line, String what, String why) {

    /** The place for messages, for example {@code compose.yaml line 12}. */
    public String place() {
        return line == 0 ? file : file + " line " + line;
    }
}
