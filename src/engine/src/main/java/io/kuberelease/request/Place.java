package io.kuberelease.request;

/**
 * The place where something was written.
 *
 * @param source the file's name as the user gave it, or for example {@code command line}
 * @param line the first line is 1; 0 when the source has no lines
 * @param column the first column is 1; 0 when the source has none
 */
public record Place(String source, int line, int column) {
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
